"""Letters of the stores' own side: an invitation to work there."""

from __future__ import annotations

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from regulars.faces.merchant.shop.roles import role_names
from regulars.goods.catalog.queries import said
from regulars.people.accounts.queries import by_email
from regulars.people.merchants.actions import token_of
from regulars.people.merchants.queries import market, waiting_invitation


def invitation(public_id: str) -> None:
    """Write to the invited, in their language if they have an account; nothing when it is taken back already."""
    row = waiting_invitation(public_id)
    if row is None:
        return
    known = by_email(row.email)
    with translation.override(known.language if known else settings.LANGUAGE_CODE):
        store = said(row.store.name, row.store.name_zh)
        home = said(market().name, market().name_zh)
        subject = _("%(store)s invites you to work there") % {"store": store}
        href = settings.SITE_URL.rstrip("/") + reverse("desk_invited", args=[token_of(row)])
        values = {
            "subject": subject, "store": store, "role": role_names()[row.role], "site_name": home,
            "action": {"label": _("See the invitation"), "href": href},
            "reason": _("You get this letter because a store at %(market)s typed this address.") % {"market": home},
        }  # fmt: skip
        mail = EmailMultiAlternatives(
            f"{subject} · {home}", render_to_string("merchant/letters/invitation.txt", values), to=[row.email]
        )
        mail.attach_alternative(render_to_string("merchant/letters/invitation.html", values), "text/html")
        mail.send()
