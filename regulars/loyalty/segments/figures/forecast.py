"""Who will come back: a forecast from when people ordered, scored on the days that have passed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext_lazy as _

from regulars.ground.kit.clock import last_day
from regulars.ground.lake.figures import Answer, Point, Unit, figure
from regulars.ground.lake.sitting import shared
from regulars.loyalty.customers.models import Relation
from regulars.loyalty.segments.figures.cohorts import orders
from regulars.loyalty.segments.hooks import Source, attributes
from regulars.loyalty.segments.rules.definition import Did, plain
from regulars.loyalty.segments.rules.forecast import (
    HORIZON,
    Days,
    Outlook,
    Trial,
    enough,
    known_so_far,
    outlook,
    tried,
)
from regulars.people.merchants.models import Store
from regulars.people.merchants.queries import market

LIKELY = "likely_back"
A_SUM = _("A sum of everybody's chances counts nobody in particular. The four groups by chance are people.")
A_CHECK = _("Checks the forecast of 90 days before, made of people as they stood then.")
A_TIME = _("A length of time, not people.")
BANDS = ((75, 101), (50, 75), (25, 50), (0, 25))


@dataclass(frozen=True, slots=True)
class Foreseen:
    """A store's buyers and what is expected of them; no outlook where there is too little to learn from.

    `lacking` then says how many bought on two days and how many days the first order lies back.
    """

    people: tuple[str, ...]
    outlook: Outlook | None
    trial: Trial | None
    lacking: tuple[int, int] = (0, 0)

    def chances(self) -> dict[str, int]:
        """The chance of an order in the days to come in per cent, by public id of the person."""
        if self.outlook is None:
            return {}
        return {person: round(100 * one) for person, one in zip(self.people, self.outlook.back, strict=True)}


@figure(
    "people.forecast",
    unit="orders",
    title=_("Orders to come in 90 days"),
    definition=_(
        "How many orders are to be expected of those who bought before, by BG/NBD: people order at a pace of their"
        " own until they leave unseen. Orders of one day count as one. The same forecast made 90 days ago stands"
        " beside what happened since."
    ),
    windows=lambda store: {"days": HORIZON},
)
def forecast(store: Store, as_of: datetime) -> Answer:
    """Expected orders, people still buyers, people to come back, and how true the last forecast came."""
    seen = foreseen(store, as_of)
    points = [Point(("buyers",), len(seen.people), people=plain(Did("paid")), unit="people")]
    if seen.outlook is None:
        again, days = seen.lacking
        points.append(
            Point(("again",), again, people=plain(Did("paid", value=2, measure="days")), unit="people")
        )
        points.append(Point(("days",), days, unit="days", closed=A_TIME))
        return Answer(None, tuple(points))
    points += [
        Point(("still-buyers",), sum(seen.outlook.alive), len(seen.people), unit="people", closed=A_SUM),
        Point(("coming-back",), sum(seen.outlook.back), len(seen.people), unit="people", closed=A_SUM),
        *_banded(seen),
        *(_scores(seen.trial) if seen.trial else ()),
    ]
    return Answer(sum(seen.outlook.orders), tuple(points))


def foreseen(store: Store, as_of: datetime) -> Foreseen:
    """The forecast for a store as of a moment, with the trial of the one made `HORIZON` days before."""
    return shared(("foreseen", store.pk, as_of), lambda: _foreseen(store, as_of))


@attributes.answer
def foretold_of_buyers() -> list[Source]:
    """How likely each buyer is to order again within 90 days, in per cent."""
    return [Source(LIKELY, "number", likely_back)]


def likely_back(store_id: int, as_of: datetime) -> dict[int, int | bool | str | None]:
    """Chances in per cent by person's key; empty where there is too little to learn from."""
    chances = foreseen(Store.objects.get(pk=store_id), as_of).chances()
    keys = Relation.objects.of(store_id).values_list("person__public_id", "person_id")
    return {key: chances[person] for person, key in keys if person in chances}


def band(low: int, high: int) -> dict[str, Any]:
    """The definition of the people whose chance is at least `low` and under `high` per cent."""
    parts = [{"kind": "is", "attribute": LIKELY, "op": "ge", "value": low}]
    if high <= 100:
        parts.append({"kind": "is", "attribute": LIKELY, "op": "lt", "value": high})
    return parts[0] if len(parts) == 1 else {"kind": "all", "of": parts}


def _foreseen(store: Store, as_of: datetime) -> Foreseen:
    zone = ZoneInfo(market().zone)
    today = last_day(as_of, zone).toordinal()
    days: dict[str, Days] = {
        person: sorted({at.astimezone(zone).date().toordinal() for at in times})
        for person, times in orders(store, as_of).items()
    }
    people, histories = tuple(days), list(days.values())
    if not enough(histories, today):
        return Foreseen(people, None, None, known_so_far(histories, today))
    return Foreseen(people, outlook(histories, today), tried(histories, today))


def _banded(seen: Foreseen) -> Iterator[Point]:
    chances = list(seen.chances().values())
    for low, high in BANDS:
        many = sum(1 for one in chances if low <= one < high)
        yield Point(("chance", str(low)), many, len(chances), band(low, high), "people")


def _scores(trial: Trial) -> Iterator[Point]:
    orders = {"said": trial.orders, "made": trial.made}
    people = {"said": trial.back, "came": trial.came}
    errors = {
        "error": {"forecast": trial.error, "plain": trial.plain},
        "root-error": {"forecast": trial.root, "plain": trial.plain_root},
    }
    for name, values in {"orders": orders, "people": people, **errors}.items():
        unit: Unit = "people" if name == "people" else "orders"
        for key, value in values.items():
            yield Point(("trial", name, key), value, trial.people, unit=unit, closed=A_CHECK)
    for number, one in enumerate(trial.bins, 1):
        for key, share in (("said", one.said), ("came", one.came)):
            yield Point(("bin", str(number), key), share, one.people, unit="share", closed=A_CHECK)
