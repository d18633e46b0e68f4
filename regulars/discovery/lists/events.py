"""Facts about lists."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from regulars.ground.bus.facts import Fact, public


@public
@dataclass(frozen=True, slots=True, kw_only=True)
class ListChanged(Fact):
    """A list was published, changed or taken down."""

    name: ClassVar[str] = "discovery.list-changed.v1"
    list: str
