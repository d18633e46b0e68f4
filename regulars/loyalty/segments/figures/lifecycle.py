"""Where a store's people stand, and how they move: stages, flow, who is new, back, or gone quiet."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from regulars.ground.lake.figures import Answer, Point, figure
from regulars.loyalty.segments.figures.groups import cells, sizes, stages
from regulars.loyalty.segments.figures.people import windows_of
from regulars.loyalty.segments.rules.definition import All, Did, Node, Not, Since, Window, plain
from regulars.loyalty.segments.rules.rfm import CELLS, RfmBounds
from regulars.loyalty.segments.rules.stages import LOST, NONE, STAGES, Windows
from regulars.people.merchants.models import Store

MONTH = 30
EVERY = (*STAGES, LOST, NONE)


@figure(
    "people.stages",
    unit="people",
    title=_("People by stage"),
    definition=_("Everybody the store has met, each at the highest stage that holds on the day."),
)
def by_stage(store: Store, as_of: datetime) -> Answer:
    """People per stage."""
    counts = Counter(stages(store, as_of).values())
    points = tuple(
        Point((name,), counts[name], people={"kind": "stage", "in": [name]}) for name in EVERY if counts[name]
    )
    return Answer(sum(counts.values()), points, _days(windows_of(store)))


@figure(
    "people.stage-flow",
    unit="people",
    title=_("From stage to stage in 30 days"),
    definition=_(
        "Where people stood 30 days ago and where they stand now. New people come from “Not met yet”."
    ),
)
def flow(store: Store, as_of: datetime) -> Answer:
    """People per pair of stages, 30 days apart."""
    before, after = stages(store, as_of - timedelta(days=MONTH)), stages(store, as_of)
    moves = Counter((before.get(person, NONE), now) for person, now in after.items())
    order = {name: place for place, name in enumerate(EVERY)}
    ranked = sorted(moves.items(), key=lambda move: (order[move[0][0]], order[move[0][1]]))
    points = tuple(Point(pair, count) for pair, count in ranked)
    return Answer(sum(moves.values()), points, {**_days(windows_of(store)), "between": MONTH})


@figure(
    "people.rhythm",
    unit="people",
    title=_("New, returning, back again, gone quiet"),
    definition=_(
        "Of the last 30 days against the 30 before: new bought for the first time; returning bought in both;"
        " back again bought now and once, but not in between; gone quiet bought then and not now."
    ),
)
def rhythm(store: Store, as_of: datetime) -> Answer:
    """Buyers by how their purchases lie in two periods."""
    nodes = rhythm_groups()
    counts = sizes(store, nodes, as_of)
    points = tuple(Point((name,), counts[name], people=plain(node)) for name, node in nodes.items())
    return Answer(None, points, {"period": MONTH})


def rhythm_groups() -> dict[str, Node]:
    """The four groups as definitions."""
    now, then = Window(days=MONTH), Window(days=MONTH, after_days=MONTH)
    fresh = Since("first_paid", now)
    here, there = Did("paid", window=now), Did("paid", window=then)
    return {
        "new": fresh,
        "returning": All([here, there]),
        "resurrecting": All([here, Not([there, fresh])]),
        "dormant": All([there, Not([here])]),
    }


@figure(
    "people.repeat-rate",
    unit="share",
    title=_("Buyers who came back"),
    definition=_(
        "Of all who ever kept an order, how many kept two or more. Orders refunded whole do not count."
    ),
)
def repeat_rate(store: Store, as_of: datetime) -> Answer:
    """Share of buyers with two orders or more."""
    again: Node = Did("paid", value=2)
    counts = sizes(store, {"once": Did("paid"), "again": again}, as_of)
    share = counts["again"] / counts["once"] if counts["once"] else None
    return Answer(share, (Point(("again",), counts["again"], counts["once"], plain(again)),))


@figure(
    "people.rfm",
    unit="people",
    title=_("Recency, frequency, money"),
    definition=_(
        "Buyers of the last 365 days in eight cells: did they buy in the last 60 days, at least five times, for at"
        " least 500? Each is a 1 or a 0."
    ),
)
def rfm(store: Store, as_of: datetime) -> Answer:
    """People per cell."""
    counts = Counter(cells(store, as_of).values())
    bounds = RfmBounds()
    points = tuple(Point((cell,), counts[cell], people={"kind": "rfm", "in": [cell]}) for cell in CELLS)
    windows = {"recent": bounds.recent_days, "over": bounds.over_days}
    return Answer(sum(counts.values()), points, windows)


def _days(windows: Windows) -> dict[str, int]:
    return {name: getattr(windows, name) for name in Windows.__struct_fields__}
