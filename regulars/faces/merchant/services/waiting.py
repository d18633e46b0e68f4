"""Claims among the to-dos of the day."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from regulars.faces.merchant.daily import dues
from regulars.ground.kit.actors import Actor
from regulars.people.merchants.queries import Store
from regulars.trade.services.queries import claims_due


def todos(store: Store, actor: Actor) -> Iterator[dict[str, Any]]:
    """Service claims to answer and to fulfil, for who may."""
    if not actor.may("orders"):
        return
    due = claims_due(store)
    count = due.to_answer + due.to_fulfil
    if count:
        late = ngettext("%(n)s past its deadline", "%(n)s past their deadline", due.late)
        yield {
            "label": _("Service claims"),
            "count": count,
            "href": reverse("desk_service_claims", args=[store.public_id]),
            "kind": "late" if due.late else "soon",
            "late": late % {"n": due.late} if due.late else "",
            "due": "" if due.late or due.first_due is None else dues.moment(due.first_due),
            "note": "",
        }
