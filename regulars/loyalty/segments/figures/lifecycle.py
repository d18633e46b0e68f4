"""Where a store's people stand, and how they move: stages, flow, who is new, back, or gone quiet."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from regulars.ground.lake.figures import Answer, Point, behind, figure
from regulars.loyalty.segments.figures.groups import cells, sizes, stages
from regulars.loyalty.segments.figures.people import windows_of
from regulars.loyalty.segments.rules.definition import All, Did, Node, Not, Since, Window, plain
from regulars.loyalty.segments.rules.rfm import CELLS, RfmBounds
from regulars.loyalty.segments.rules.stages import EVERY_STAGE, NONE, Windows
from regulars.people.merchants.models import Store

MONTH = 30
SPANS = (7, 30, 90, 365)


def stage_days(store: Store) -> dict[str, int]:
    """How many days each stage lasts in a store."""
    windows: Windows = windows_of(store)
    return {name: getattr(windows, name) for name in Windows.__struct_fields__}


@figure(
    "people.stages",
    unit="people",
    title=_("People by stage"),
    definition=_("Everybody the store has met, each at the highest stage that holds on the day."),
    windows=stage_days,
)
def by_stage(store: Store, as_of: datetime) -> Answer:
    """People per stage."""
    counts = Counter(stages(store, as_of).values())
    points = tuple(
        Point((name,), counts[name], people={"kind": "stage", "in": [name]})
        for name in EVERY_STAGE
        if counts[name]
    )
    return Answer(sum(counts.values()), points)


def moved(store: Store, as_of: datetime, keys: tuple[str, ...]) -> set[str]:
    """Who went from one stage to another; a third key is the number of days between."""
    span = int(keys[2]) if len(keys) == 3 and keys[2].isdecimal() else MONTH
    if len(keys) not in (2, 3) or span not in SPANS:
        return set()
    before, after = stages(store, as_of - timedelta(days=span)), stages(store, as_of)
    return {person for person, now in after.items() if (before.get(person, NONE), now) == keys[:2]}


@figure(
    "people.stage-flow",
    unit="people",
    title=_("From stage to stage"),
    definition=_(
        "Where people stood some days ago (30 unless you choose) and where they stand on the day. New people come"
        " from “Not met yet”."
    ),
    windows=stage_days,
    members=moved,
    spans=SPANS,
)
def flow(store: Store, as_of: datetime, span: int = MONTH) -> Answer:
    """People per pair of stages, so many days apart."""
    before, after = stages(store, as_of - timedelta(days=span)), stages(store, as_of)
    moves = Counter((before.get(person, NONE), now) for person, now in after.items())
    order: dict[str, int] = {name: place for place, name in enumerate(EVERY_STAGE)}
    ranked = sorted(moves.items(), key=lambda move: (order[move[0][0]], order[move[0][1]]))
    points = tuple(
        Point(pair, count, people=behind("people.stage-flow", *pair, str(span))) for pair, count in ranked
    )
    return Answer(sum(moves.values()), points, {"between": span})


@figure(
    "people.rhythm",
    unit="people",
    title=_("New, returning, back again, gone quiet"),
    definition=_(
        "Of the last 30 days against the 30 before: new bought for the first time; returning bought in both;"
        " back again bought now and once, but not in between; gone quiet bought then and not now."
    ),
    windows=lambda store: {"period": MONTH},
)
def rhythm(store: Store, as_of: datetime) -> Answer:
    """Buyers by how their purchases lie in two periods."""
    nodes = rhythm_groups()
    counts = sizes(store, nodes, as_of)
    points = tuple(Point((name,), counts[name], people=plain(node)) for name, node in nodes.items())
    return Answer(None, points)


def rhythm_groups() -> dict[str, Node]:
    """The four groups as definitions."""
    return rhythm_between(Window(days=MONTH, after_days=MONTH), Window(days=MONTH))


def rhythm_between(then: Window, now: Window) -> dict[str, Node]:
    """The four groups of two periods that follow each other."""
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
    return Answer(share, (Point(("again",), counts["again"], counts["once"], plain(again), "people"),))


@figure(
    "people.rfm",
    unit="people",
    title=_("Recency, frequency, money"),
    definition=_(
        "Buyers of the last 365 days in eight cells: did they buy in the last 60 days, at least five times, for at"
        " least 500? Each is a 1 or a 0."
    ),
    windows=lambda store: {"recent": RfmBounds().recent_days, "over": RfmBounds().over_days},
)
def rfm(store: Store, as_of: datetime) -> Answer:
    """People per cell."""
    counts = Counter(cells(store, as_of).values())
    points = tuple(Point((cell,), counts[cell], people={"kind": "rfm", "in": [cell]}) for cell in CELLS)
    return Answer(sum(counts.values()), points)
