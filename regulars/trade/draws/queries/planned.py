"""Lotteries and trials for a store's calendar."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Literal

from regulars.loyalty.members.queries import programme_of
from regulars.people.merchants.models import Store
from regulars.trade.draws.models import Lottery, Trial
from regulars.trade.draws.queries.lotteries import lotteries_of, state_of
from regulars.trade.draws.queries.trials import trial_state, trials_of
from regulars.trade.draws.queries.words import lottery_words, trial_words
from regulars.trade.draws.rules.plans import POINTS
from regulars.trade.offers.hooks import Planned, Sale, planned

State = Literal["draft", "scheduled", "running", "ended", "stopped"]
STATES: dict[str, State] = {
    "draft": "draft",
    "planned": "scheduled",
    "open": "running",
    "closed": "running",
    "choosing": "running",
    "drawn": "ended",
    "running": "ended",
    "settled": "ended",
    "stopped": "stopped",
}


def find_lotteries(store: Store, since: datetime, until: datetime) -> Iterable[Planned]:
    """Lotteries that touch the span, drafts too."""
    rows = lotteries_of(store).filter(opens_at__lt=until, draw_at__gte=since)
    return (_lottery(row) for row in rows)


def find_trials(store: Store, since: datetime, until: datetime) -> Iterable[Planned]:
    """Trials that touch the span, drafts too."""
    rows = trials_of(store).filter(opens_at__lt=until, closes_at__gte=since)
    return (_trial(row) for row in rows)


def _lottery(row: Lottery) -> Planned:
    return Planned(
        kind="lottery",
        ref=row.public_id,
        title=row.title,
        title_zh=row.title_zh,
        store_id=row.store_id,
        starts_at=row.opens_at,
        ends_at=row.draw_at,
        state=STATES[state_of(row)],
        path=f"offers/lotteries/{row.public_id}/",
        products=tuple(_won(row)),
        words=lottery_words(row),
        sales=tuple(_prizes(row)),
        gives_minor=_points(row),
    )


def _prizes(row: Lottery) -> Iterator[Sale]:
    for prize in row.prizes.all():
        if prize.variant is not None:
            yield _free(prize.variant.public_id, prize.count - prize.given, row.opens_at)


def _free(variant: str, pieces: int, since: datetime) -> Sale:
    """Nothing is paid for the goods, and no offer looks at them."""
    return Sale(variant=variant, unit_minor=0, starts_at=since, most=1, pieces=pieces, alone=True)


def _points(row: Lottery) -> int:
    """What the points that can be won are worth."""
    points = sum(one.points * (one.count - one.given) for one in row.prizes.all() if one.kind == POINTS)
    running = programme_of(row.store) if points else None
    return points * running.rules.point_minor if running is not None else 0


def _won(row: Lottery) -> Iterator[str]:
    for prize in row.prizes.all():
        if prize.variant is not None:
            yield prize.variant.product.public_id


def _trial(row: Trial) -> Planned:
    return Planned(
        kind="trial",
        ref=row.public_id,
        title=row.title,
        title_zh=row.title_zh,
        store_id=row.store_id,
        starts_at=row.opens_at,
        ends_at=row.closes_at,
        state=STATES[trial_state(row)],
        path=f"offers/trials/{row.public_id}/",
        products=(row.variant.product.public_id,),
        words=trial_words(row),
        sales=(_free(row.variant.public_id, row.pieces - row.given, row.opens_at),),
    )


planned.register("lottery", find_lotteries)
planned.register("trial", find_trials)
