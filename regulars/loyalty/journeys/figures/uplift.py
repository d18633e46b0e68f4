"""What a journey brought: what those written to paid after entering, against those held out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from regulars.ground.lake.figures import Answer, Point, behind, figure
from regulars.loyalty.journeys.models import Journey, Traveller
from regulars.loyalty.outreach.figures.uplift import BEFORE, compare
from regulars.loyalty.outreach.rules.verdict import Side, Verdict, verdict
from regulars.people.merchants.models import Store


@dataclass(frozen=True, slots=True)
class Uplift:
    """Both verdicts of a journey over those whose days are over; `margin` is None without all cost prices.

    `under_way`: people whose days are not over yet. `first`: when the first days are over.
    """

    paid: Verdict
    margin: Verdict | None
    under_way: int
    first: datetime | None


def written_to(store: Store, as_of: datetime, keys: tuple[str, ...]) -> set[str]:
    """Everybody who went through a journey and was not held out."""
    rows = Traveller.objects.of(store).filter(
        journey__public_id=keys[0] if keys else "", held_out=False, reachable=True, entered_at__lte=as_of
    )
    return set(rows.values_list("person__public_id", flat=True))


@figure(
    "journeys.uplift",
    unit="minor",
    title=_("What journeys brought"),
    definition=_(
        "For each journey: what those who could be written to paid in the days after entering, after discounts and"
        " refunds, beyond what those held out by chance paid, over everybody not held out; with the ends of the 95 %"
        " interval. Each person counts once, from the first time they entered, when their days are over."
    ),
    windows=lambda store: {"before": BEFORE.days},
    members=written_to,
)
def brought(store: Store, as_of: datetime) -> Answer:
    """Three points a journey: its gain over everybody, and the ends of the interval; empty while not known."""
    rows = Journey.objects.of(store).filter(started_at__lte=as_of, holdout_percent__gt=0).order_by("pk")
    points: list[Point] = []
    for journey in rows.select_related("store"):
        found = uplift(journey, as_of).paid
        known = found.kind not in ("too-early", "too-few")
        for key, value in (("low", found.total_low), ("gain", found.total), ("high", found.total_high)):
            told, among = value if known else None, found.sent + found.held
            points.append(
                Point((journey.public_id, key), told, among, behind("journeys.uplift", journey.public_id))
            )
    return Answer(None, tuple(points))


def uplift(journey: Journey, as_of: datetime) -> Uplift:
    """What a journey brought until `as_of`, over those who entered so long ago that their days are over."""
    days = timedelta(days=journey.window_days)
    rows = Traveller.objects.of(journey.store_id).filter(
        journey=journey, turn=1, reachable=True, entered_at__lt=as_of
    )
    columns = rows.order_by("entered_at").values_list("person__public_id", "held_out", "entered_at")
    every = list(columns.iterator(chunk_size=2000))
    over = [row for row in every if row[2] <= as_of - days]
    first = every[0][2] + days if every else None
    if not over:
        early = verdict(Side(), Side(), over=False)
        return Uplift(early, early, len(every), first)
    paid, margin = compare(
        journey.store,
        {person: not out for person, out, _at in over},
        {person: at for person, _out, at in over},
        days,
        as_of,
    )
    return Uplift(paid, margin, len(every) - len(over), first)
