"""Decisions of the past days with what the rules look at in their goods."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.core.cache import cache

from regulars.discovery.decisions.queries import outcomes, recent_decisions
from regulars.discovery.decisions.rules import Decision
from regulars.discovery.ranking.queries.editions import current
from regulars.discovery.ranking.queries.shelter import sheltered_stores
from regulars.discovery.ranking.rules import Rulebook
from regulars.discovery.ranking.rules.rerunning import Traits, Trial, compared
from regulars.discovery.ranking.rules.scorecard import Card, Lever, cards, levers, shares_of_parts
from regulars.goods.catalog.queries.documents import traits_of
from regulars.ground.kit import clock
from regulars.ground.lake.sitting import sitting
from regulars.people.merchants.queries import Store

DRY, CARDS, LEVERS = 500, 1000, 60
DAY = timedelta(days=1)
PARAMETERS, TEN_MINUTES = "ranking.parameters", 600


def traits(decisions: Iterable[Decision]) -> dict[str, Traits]:
    """What the rules look at in every product of the decisions, by public id."""
    wanted = {one.product for decision in decisions for one in decision.options}
    return {name: Traits(*found) for name, found in traits_of(wanted).items()}


def yesterday(most: int = DRY, spot: str = "") -> list[Decision]:
    """The latest decisions of the last 24 hours."""
    now = clock.now()
    return list(recent_decisions(now - DAY, now, most, spot))


def main_parameters() -> list[tuple[str, float]]:
    """Parts of the score and their mean share of it in what was shown in the last day, the weightiest first.

    Counted at most every ten minutes; empty while nothing was shown.
    """
    found: list[tuple[str, float]] | None = cache.get(PARAMETERS)
    if found is None:
        found = shares_of_parts(yesterday())
        cache.set(PARAMETERS, found, TEN_MINUTES)
    return found


def dry_run(book: Rulebook, decisions: Sequence[Decision] | None = None) -> Trial:
    """What a rulebook would have done to the last day's decisions (or to these), instead of the one in force."""
    made = yesterday() if decisions is None else decisions
    return compared(made, traits(made), book, sheltered_stores(), current())


@dataclass(frozen=True, slots=True)
class Scorecard:
    """A store's goods in the decisions of some days: cards by public id ("" is the store), and the decisions."""

    cards: dict[str, Card]
    decisions: list[Decision]

    @property
    def store(self) -> Card:
        """All goods together."""
        return self.cards[""]


@sitting()
def scorecard(store: Store, days: int) -> Scorecard:
    """How the store's goods were placed in the last days (at most 1,000 of the decisions that offered one).

    Raises Crowded, TookTooLong.
    """
    now = clock.now()
    since = now - timedelta(days=days)
    made = list(recent_decisions(since, now, CARDS, store=store.public_id))
    followed = outcomes(since, now) if made else {}

    def clicked(decision: str, product: str) -> bool:
        found = followed.get((decision, product))
        return found is not None and found.clicked

    return Scorecard(cards(made, store.public_id, clicked), made)


def levers_of(made: Sequence[Decision], product: str) -> list[Lever]:
    """What would place a product (public id) better, under the rulebook in force, in the latest decisions with it."""
    mine = [one for one in made if any(option.product == product for option in one.options)][-LEVERS:]
    return levers(mine, product, traits(mine), current(), sheltered_stores()) if mine else []
