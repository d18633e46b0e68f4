"""Facts about persons."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from regulars.ground.bus.facts import Fact, public


@public
@dataclass(frozen=True, slots=True, kw_only=True)
class PersonForgotten(Fact):
    """A person is forgotten: by one store (`store_id`) as far as that goes back, or by the whole market."""

    name: ClassVar[str] = "people.person-forgotten.v1"
    upto: str
