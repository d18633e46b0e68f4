"""Lotteries and trials for a store's calendar."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Literal

from regulars.people.merchants.models import Store
from regulars.trade.draws.models import Lottery, Trial
from regulars.trade.draws.queries.lotteries import lotteries_of, state_of
from regulars.trade.draws.queries.trials import trial_state, trials_of
from regulars.trade.draws.queries.words import lottery_words, trial_words
from regulars.trade.offers.hooks import Planned, planned

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
    )


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
    )


planned.register("lottery", find_lotteries)
planned.register("trial", find_trials)
