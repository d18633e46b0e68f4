"""Named figures: one definition, one unit, one owner, wherever the number is shown."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal, Protocol

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
    """One number of a figure. `people`, where there are some behind it, is the definition of their group.

    `among` is what a share was taken of; `keys` name the point to programs.
    """

    keys: tuple[str, ...]
    value: Value
    among: int | None = None
    people: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """What a figure says: one value, or points, and the windows it counted over."""

    value: Value = None
    points: tuple[Point, ...] = ()
    windows: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Figure:
    """A named number: `title` and `definition` are sentences for people, in their language when shown."""

    name: str
    unit: Unit
    title: Any
    definition: Any
    owner: str
    compute: Callable[[Any, datetime], Answer]


registry: dict[str, Figure] = {}


class NoSuchFigure(LookupError):
    """Nobody named a figure so."""


def figure(name: str, *, unit: Unit, title: Any, definition: Any) -> Callable[[Compute], Compute]:
    """Register `function(store, as_of) -> Answer` under a name of its own. Raises ValueError for a second use."""

    def register(function: Compute) -> Compute:
        if name in registry:
            raise ValueError(f"two figures are called {name}")
        owner = ".".join(function.__module__.split(".")[1:3])
        registry[name] = Figure(name, unit, title, definition, owner, function)
        return function

    return register


def ask(name: str, store: Named, as_of: datetime) -> Answer:
    """A figure of a store as it stood at a moment (UTC). Raises NoSuchFigure."""
    if name not in registry:
        raise NoSuchFigure(name)
    return registry[name].compute(store, as_of)


Compute = Callable[[Any, datetime], Answer]
