"""The cohorts of a month are counted once for all stores, and what may be shown of each store is kept for good."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import timedelta
from zoneinfo import ZoneInfo

from regulars.ground.kit import clock
from regulars.ground.kit.actions import action
from regulars.ground.kit.actors import Actor
from regulars.ground.kit.refusals import NotFound
from regulars.oversight.insights.figures.deeds import Counted, counted
from regulars.oversight.insights.models import Release
from regulars.oversight.insights.rules.counts import (
    ANY,
    BASE,
    BOUGHT,
    Cell,
    Spreads,
    elsewhere,
    own,
    sellers,
    share_elsewhere,
    wide_enough,
)
from regulars.oversight.insights.rules.hiding import FLOOR, STORES, published, shown
from regulars.oversight.insights.rules.months import span
from regulars.oversight.insights.rules.picture import Picture, coarse, halves, read
from regulars.people.merchants.models import Store
from regulars.people.merchants.queries import market as place
from regulars.people.merchants.queries import open_stores

EMPTY_AGAIN = timedelta(days=1)


def publish_month(*, by: Actor, month: str) -> int:
    """Publish a month ("2026-10") of every open store that has no release of it yet; returns how many. System only.

    Raises NotFound for a month that is not over.
    """
    since, until = span(month, ZoneInfo(place().zone))
    if by.kind != "system" or until > clock.now():
        raise NotFound()
    waiting = _waiting(month)
    if not waiting:
        return 0
    # Counted before anything is held: a question over all stores must not keep others from writing.
    found = counted(since, until)
    for store in waiting:
        publish(by=by, store=store, month=month, picture=picture_of(found, store.public_id))
    return len(waiting)


@action("insights.publish", audit=False)
def publish(*, by: Actor, store: Store, month: str, picture: Picture) -> Release:
    """Keep what may be shown. What was published with anything in it stays as it is. System only."""
    if by.kind != "system":
        raise NotFound()
    # Of two that publish at once the second waits, and finds what the first counted.
    mine = Release.objects.of(store).select_for_update()
    row, _made = mine.get_or_create(store=store, month=month)
    if not read(row.body).own:
        row.body, row.made_at = picture.stored(), clock.now()
        row.save(update_fields=["body", "made_at"])
    return row


def picture_of(found: Counted, store: str) -> Picture:
    """What may be shown of one store (public id), beside all others."""
    mine = published(own(found.spreads, store))
    others = _others(found.spreads, store, mine.keys())
    paid = found.paid.get(store, {})
    return Picture(
        mine, others, _spend(mine, paid), _mean(*(sum(one) for one in zip(*paid.values(), strict=True)))
    )


def _others(spreads: Spreads, store: str, mine: Collection[Cell]) -> dict[Cell, int]:
    """Shares at other stores in thousandths, of what is shown of the store itself."""
    seen = shown(elsewhere(spreads, store), wide_enough(spreads, store, FLOOR, STORES))
    selling = sellers(spreads)
    cells = sorted(cell for cell in seen if cell in mine and cell[0][0] in BASE)
    return {cell: halves(share_elsewhere(spreads, store, cell, selling)) for cell in cells}


def _spend(mine: Mapping[Cell, int], paid: Mapping[int, tuple[int, int]]) -> dict[int, int]:
    """What an order came to, of the decades whose buyers are shown."""
    means = {decade: _mean(*both) for decade, both in paid.items() if ((BOUGHT, ANY), decade) in mine}
    return {decade: mean for decade, mean in means.items() if mean is not None}


def _mean(minor: int = 0, orders: int = 0) -> int | None:
    return coarse(minor / orders) if orders >= FLOOR else None


def _waiting(month: str) -> list[Store]:
    """Open stores without a release, or with an empty one that may have more in it by now (an import, a late start)."""
    rows = Release.objects.across_stores("all stores are published together").filter(month=month)
    done = {row.store_id for row in rows if read(row.body).own or row.made_at > clock.now() - EMPTY_AGAIN}
    return [store for store in open_stores().order_by("pk") if store.pk not in done]
