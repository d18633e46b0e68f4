"""Where other apps say what else can be asked about a store's people."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from regulars.ground.plugins.hooks import Hook

Load = Callable[[int, datetime], Mapping[int, int | bool | str | None]]


@dataclass(frozen=True, slots=True)
class Source:
    """Something known of people: its name and type, the values it can have if they are few, and the way to them.

    `load(store_id, as_of)` gives values by person's key; who is missing there has none.
    """

    name: str
    type: Literal["text", "number", "yes_no", "money"]
    load: Load
    values: tuple[str, ...] = ()


attributes: Hook[[], list[Source]] = Hook(
    "loyalty.attributes", "What else is known of a store's people, that segments may ask about?"
)


def sources() -> dict[str, Source]:
    """Every attribute other apps answered with, by name."""
    return {source.name: source for answer in attributes.ask() for source in answer}
