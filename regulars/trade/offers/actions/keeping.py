"""An offer whose coupons were promised as prizes stays until they can be taken no longer."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from regulars.goods.catalog.queries import said
from regulars.ground.kit.refusals import Refusal
from regulars.trade.offers.hooks import promised
from regulars.trade.offers.models import Offer


class StillPromised(Refusal):
    """The coupon is a prize somebody may still win or take."""

    status = 409
    code = "offer-still-promised"
    sentence = _("This coupon is a prize of a lottery. It can end when nobody can win or take it any more.")


def locked(offer: Offer) -> Offer:
    """The offer while nobody else changes, stops or promises it."""
    return Offer.objects.select_for_update(no_key=True).get(pk=offer.pk)


def keep_word(offer: Offer, ends_at: datetime | None = None) -> None:
    """Let an offer end now, or at `ends_at`. Raises StillPromised, which names the lottery, while prizes need it.

    Locked first, so that a promise made at this moment is either seen here, or sees the end.
    """
    for one in promised.of(locked(offer).public_id):
        if ends_at is None or ends_at <= one.until:
            sentence = _(
                "This coupon is a prize of the lottery “%(title)s”. It can end when nobody can win or take it any more."
            )
            raise StillPromised(sentence % {"title": said(one.title, one.title_zh)}, param="ends_at")
