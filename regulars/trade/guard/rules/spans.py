"""When which offers count together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from regulars.trade.guard.rules.asked import Span, Watched


@dataclass(frozen=True, slots=True)
class Together:
    """Offers (by their place in the question) that count at the same time, and when they do."""

    offers: frozenset[int]
    spans: tuple[Span, ...]

    @property
    def first(self) -> datetime:
        """The first moment."""
        return self.spans[0][0]


def spans_of(watched: Watched, since: datetime, until: datetime) -> tuple[Span, ...]:
    """When the offer counts within [since, until), in order."""
    starts, ends = watched.terms.starts_at or since, watched.terms.ends_at or until
    whole = watched.spans if watched.spans is not None else ((starts, ends),)
    cut = ((max(one, since, starts), min(other, until, ends)) for one, other in whole)
    return tuple((one, other) for one, other in cut if one < other)


def together(among: Sequence[tuple[int, tuple[Span, ...]]], within: Sequence[Span]) -> list[Together]:
    """Every different set of offers that counts at some moment of `within`, the earliest first.

    Between two neighbouring starts or ends nothing changes, so one moment of each such piece is enough.
    """
    edges = {moment for span in within for moment in span}
    for _key, spans in among:
        edges.update(moment for span in spans for moment in span)
    ordered = sorted(edges)
    found: dict[frozenset[int], list[Span]] = {}
    for start, end in pairwise(ordered):
        if any(one <= start < other for one, other in within):
            active = frozenset(
                key for key, spans in among if any(one <= start < other for one, other in spans)
            )
            found.setdefault(active, []).append((start, end))
    made = [Together(active, tuple(spans)) for active, spans in found.items()]
    return sorted(made, key=lambda one: one.first)


def both(spans: Sequence[Span], others: Sequence[Span]) -> tuple[Span, ...]:
    """The moments that are in both, in order."""
    cut = ((max(one, start), min(end, other)) for one, end in spans for start, other in others)
    return tuple(sorted((one, end) for one, end in cut if one < end))


def meet(spans: Sequence[Span], others: Sequence[Span]) -> bool:
    """Whether some moment is in both."""
    return any(one < end and start < other for one, other in spans for start, end in others)
