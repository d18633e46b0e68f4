"""Where other apps say what else can be asked about a store's people."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from regulars.ground.plugins.hooks import Hook
from regulars.loyalty.segments.rules.attributes import Attribute
from regulars.loyalty.segments.rules.question import Value

Load = Callable[[int, datetime], Mapping[int, Value]]


@dataclass(frozen=True, slots=True)
class Source:
    """An attribute and the way to its values: `load(store_id, as_of)` gives values by person's key."""

    attribute: Attribute
    load: Load


attributes: Hook[[], list[Source]] = Hook(
    "loyalty.attributes", "What else is known of a store's people, that segments may ask about?"
)


def sources() -> dict[str, Source]:
    """Every attribute other apps answered with, by name."""
    return {source.attribute.name: source for answer in attributes.ask() for source in answer}
