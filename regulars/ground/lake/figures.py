"""Named figures: one definition, one unit, one owner, wherever the number is shown."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any, Literal, Protocol
from zoneinfo import ZoneInfo

from regulars.ground.kit import clock

Unit = Literal["people", "orders", "share", "days", "minor"]
Value = int | float | None


class Named(Protocol):
    """A store as figures need it."""

    @property
    def pk(self) -> int: ...

    public_id: str
    currency: str


@dataclass(frozen=True, slots=True)
class Point:
    """One number of a figure. `people` is the definition of the group behind it; without one, `closed` says why.

    `among` is what a share was taken of; `keys` name the point to programs; `unit` where it is not the figure's.
    """

    keys: tuple[str, ...]
    value: Value
    among: int | None = None
    people: Mapping[str, Any] | None = None
    unit: Unit | None = None
    closed: Any = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a figure says: one value, or points, and the windows it counted over."""

    value: Value = None
    points: tuple[Point, ...] = ()
    windows: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Figure:
    """A named number: `title` and `definition` are sentences for people, in their language when shown.

    `windows` tells over how many days a store's number counts (an answer may name a `year` and `month` instead);
    `members` finds the public ids of the people behind the point of some keys, where a definition of groups cannot
    say it; `spans` are the lengths a reader may choose.
    """

    name: str
    unit: Unit
    title: Any
    definition: Any
    owner: str
    compute: Callable[..., Answer]
    windows: Windows
    members: Members | None = None
    spans: tuple[int, ...] = ()


registry: dict[str, Figure] = {}


class NoSuchFigure(LookupError):
    """Nobody named a figure so."""


def no_windows(store: Any) -> Mapping[str, int]:
    """A number that counts over all time."""
    return {}


def figure(
    name: str,
    *,
    unit: Unit,
    title: Any,
    definition: Any,
    windows: Windows = no_windows,
    members: Members | None = None,
    spans: tuple[int, ...] = (),
) -> Callable[[Compute], Compute]:
    """Register `function(store, as_of) -> Answer` under a name of its own. Raises ValueError for a second use.

    With `spans` the function takes a third argument, one of them.
    """

    def register(function: Compute) -> Compute:
        if name in registry:
            raise ValueError(f"two figures are called {name}")
        owner = ".".join(function.__module__.split(".")[1:3])
        registry[name] = Figure(name, unit, title, definition, owner, function, windows, members, spans)
        return function

    return register


def known(name: str) -> Figure:
    """The figure of a name. Raises NoSuchFigure."""
    if name not in registry:
        raise NoSuchFigure(name)
    return registry[name]


def ask(name: str, store: Named, as_of: datetime, span: int | None = None) -> Answer:
    """A figure of a store as it stood at a moment (UTC), over one of its spans. Raises NoSuchFigure."""
    figure = known(name)
    more = (span,) if span in figure.spans else ()
    found = figure.compute(store, as_of, *more)
    return replace(found, windows={**figure.windows(store), **found.windows})


def behind(name: str, *keys: str) -> dict[str, Any]:
    """The definition of the people behind a point of a figure that knows its members."""
    return {"kind": "point", "figure": name, "keys": list(keys)}


def members_of(name: str, store: Named, as_of: datetime, keys: tuple[str, ...]) -> Collection[str]:
    """The public ids of the people behind a point; nobody for keys that name none. Raises NoSuchFigure."""
    figure = known(name)
    if figure.members is None:
        raise NoSuchFigure(name)
    return figure.members(store, as_of, keys)


def moment(text: str, zone: ZoneInfo) -> datetime:
    """A day (its end in the zone) or a moment as UTC, never later than now. Raises ValueError."""
    read = datetime.fromisoformat(text.strip())
    if "T" not in text and " " not in text.strip():
        return min(clock.midnight(_in_reach(read).date() + timedelta(days=1), zone), clock.now())
    given = _in_reach(read if read.tzinfo else read.replace(tzinfo=zone))
    return min(given.astimezone(UTC), clock.now())


def told(name: str, store: Named, as_of: datetime, span: int | None = None) -> dict[str, Any]:
    """A figure with everything needed to read it, as plain values: what pages, programs and the command line give.

    Raises NoSuchFigure.
    """
    figure, found = known(name), ask(name, store, as_of, span)
    return {
        "figure": figure.name,
        **described(figure),
        "store": store.public_id,
        "currency": store.currency if figure.unit == "minor" else None,
        "as_of": as_of.isoformat(),
        "windows": dict(found.windows),
        "value": found.value,
        "points": [_plain(point, figure) for point in found.points],
    }


def described(figure: Figure) -> dict[str, Any]:
    """What a figure means, without a number."""
    return {
        "title": str(figure.title),
        "definition": str(figure.definition),
        "unit": figure.unit,
        "owner": figure.owner,
    }


def _plain(point: Point, figure: Figure) -> dict[str, Any]:
    return {
        "keys": list(point.keys),
        "value": point.value,
        "among": point.among,
        "unit": point.unit or figure.unit,
        "people": point.people,
        "closed": str(point.closed) or None,
    }


def _in_reach(read: datetime) -> datetime:
    if not 1970 <= read.year <= 9000:
        raise ValueError("the year is out of reach")
    return read


Compute = Callable[..., Answer]
Windows = Callable[[Any], Mapping[str, int]]
Members = Callable[[Any, datetime, tuple[str, ...]], Collection[str]]
