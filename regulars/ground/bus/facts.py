"""What a fact is: a frozen dataclass in the past tense with a public name. No framework."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, ClassVar

import msgspec

known: dict[str, type[Fact]] = {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """Base of all facts. Subclasses set `name`, e.g. "trade.order-paid.v1".

    `store_id`, `person_id` and `ref` let the lake cluster facts by merchant and person.
    """

    name: ClassVar[str] = ""
    store_id: int | None = None
    person_id: int | None = None
    ref: str = ""

    def body(self) -> dict[str, Any]:
        """The fact as plain JSON values."""
        plain = msgspec.to_builtins(self)
        assert isinstance(plain, dict)
        return plain


def public(cls: type[Fact]) -> type[Fact]:
    """Class decorator that gives a fact its stable public name. Raises ValueError for a second use."""
    if not cls.name or cls.name in known:
        raise ValueError(f"{cls.__name__} needs a public name of its own")
    known[cls.name] = cls
    return cls


def read(name: str, body: dict[str, Any]) -> Fact:
    """A fact from its stored form. Raises KeyError for an unknown name."""
    return msgspec.convert(body, known[name])


__all__ = ["Fact", "field", "known", "public", "read"]
