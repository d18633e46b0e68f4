"""Offers a lottery has promised as prizes."""

from __future__ import annotations

from collections.abc import Iterator

from regulars.trade.draws.models import Prize
from regulars.trade.draws.queries.terms import last_day
from regulars.trade.offers.hooks import Promise, promised


def find(offer: str) -> Iterator[Promise]:
    """The lotteries of which coupons of the offer (public id) are prizes that can still be won or taken."""
    rows = Prize.objects.across_stores("the offer names its store").filter(
        offer__public_id=offer,
        lottery__published_at__isnull=False,
        lottery__settled_at=None,
        lottery__dropped_at=None,
    )
    for prize in rows.select_related("lottery"):
        row = prize.lottery
        yield Promise(title=row.title, title_zh=row.title_zh, until=last_day(row))


promised.register("lottery", find)
