"""Goods the market puts at a place by hand, for a time and for a reason."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from regulars.discovery.ranking.actions.publishing import RIGHT
from regulars.discovery.ranking.models import Pinned
from regulars.discovery.ranking.queries.pins import standing
from regulars.goods.catalog.queries import for_shoppers
from regulars.ground.kit import clock
from regulars.ground.kit.actions import action, note
from regulars.ground.kit.actors import Actor
from regulars.ground.kit.refusals import BadInput, NotFound
from regulars.ground.kit.sanitize import plain

SPOTS = "home."
LAST_PLACE, LONGEST = 50, timedelta(days=60)


class PinBadly(BadInput):
    """A pin that cannot stand; the sentence says why, `param` names the field."""

    code = "pin-cannot-stand"


@action("ranking.pin")
def pin(
    *,
    by: Actor,
    product_id: str,
    spot: str,
    place: int,
    until: datetime,
    reason: str,
    since: datetime | None = None,
) -> Pinned:
    """Put a product (public id) at a place (from 0) of a spot of the market's home. Needs market.merchants.

    Raises PinBadly for a place, a time or a reason that will not do, or where another pin stands then.
    """
    by.require(RIGHT)
    start = max(since or clock.now(), clock.now())
    _check(spot, place, start, until)
    why = plain(reason, limit=300)
    if not why:
        raise PinBadly(_("Write why: shoppers and stores can read the reason."), param="reason")
    product = for_shoppers().filter(public_id=product_id).first()
    if product is None:
        raise PinBadly(_("Shoppers cannot see a product with this id."), param="product")
    if any(one.since < until and start < one.until for one in standing(spot) if one.place == place):
        raise PinBadly(_("Another product is pinned to this place at that time."), param="place")
    row = Pinned.objects.create(
        spot=spot, place=place, product=product, since=start, until=until, reason=why, by_id=by.person_id
    )
    note(spot=spot, place=place + 1, reason=why)
    return row


def _check(spot: str, place: int, start: datetime, until: datetime) -> None:
    if not spot.startswith(SPOTS):
        raise PinBadly(_("Goods can be pinned on the market's home page only."), param="spot")
    if not 0 <= place < LAST_PLACE:
        raise PinBadly(_("Choose a place from 1 to 50."), param="place")
    if not start < until <= start + LONGEST:
        raise PinBadly(_("A pin ends after it begins, and after 60 days at the latest."), param="until")


@action("ranking.unpin")
def unpin(*, by: Actor, pin_id: str) -> None:
    """End a pin now. Needs market.merchants. Raises NotFound."""
    by.require(RIGHT)
    if not Pinned.objects.filter(public_id=pin_id, ended_at=None).update(ended_at=clock.now()):
        raise NotFound()
