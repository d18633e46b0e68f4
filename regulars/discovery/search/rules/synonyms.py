"""Words that mean the same in this market: the searcher's word, and what else is looked for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

Terms = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Pair:
    """Who asks for `one` also gets `other`, both as terms; the other way round when `both`."""

    one: Terms
    other: Terms
    both: bool = True


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of the terms asked for, and what may stand in its place. The first alternative is itself."""

    terms: Terms
    others: tuple[Terms, ...] = ()


def spans(asked: Sequence[str], pairs: Iterable[Pair]) -> list[Span]:
    """The terms in stretches, left to right, the longest known stretch first; synonyms of synonyms do not count."""
    known: dict[Terms, dict[Terms, None]] = {}
    for pair in pairs:
        _learn(known, pair.one, pair.other)
        if pair.both:
            _learn(known, pair.other, pair.one)
    longest = max(map(len, known), default=1)
    found: list[Span] = []
    at = 0
    while at < len(asked):
        reach = min(longest, len(asked) - at)
        length = next((n for n in range(reach, 0, -1) if tuple(asked[at : at + n]) in known), 1)
        stretch = tuple(asked[at : at + length])
        found.append(Span(stretch, tuple(known.get(stretch, ()))))
        at += length
    return found


def _learn(known: dict[Terms, dict[Terms, None]], one: Terms, other: Terms) -> None:
    if one and other and one != other:
        known.setdefault(one, {})[other] = None
