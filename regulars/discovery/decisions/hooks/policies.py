"""Ways of choosing that live above this app: `model:<version>`, `rulebook:<version>`, or a plug-in's own kind."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

Scores = Callable[[Any], Sequence[float]]
Rescore = Callable[[str], Scores]
_kinds: dict[str, Rescore] = {}
_parts: set[str] = set()


class UnknownPolicy(LookupError):
    """There is no way of choosing with that name; the text says which there are."""


def provider(kind: str) -> Callable[[Rescore], Rescore]:
    """Register `function(version) -> scores of the options of a decision, in their order`.

    The function raises UnknownPolicy for a version it does not know. A second registration replaces the first.
    """

    def register(function: Rescore) -> Rescore:
        _kinds[kind] = function
        return function

    return register


def name_parts(names: Iterable[str]) -> None:
    """Say which parts scores are the sum of: weights of others would change nothing, and are refused."""
    _parts.update(names)


def parts() -> tuple[str, ...]:
    """The parts that were named, such as `taste`."""
    return tuple(sorted(_parts))


def kinds() -> tuple[str, ...]:
    """The kinds handed in, such as `model`."""
    return tuple(sorted(_kinds))


def rescored(kind: str, version: str) -> Scores:
    """How a version scores. Raises UnknownPolicy."""
    if kind not in _kinds:
        raise UnknownPolicy(kind)
    return _kinds[kind](version)
