"""Which offers meet on the same goods at the same time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import combinations

from .hours import Span

FOREVER = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Reach:
    """When an offer counts and for what: `by` as a scope's, `ids` its ids; `without` are products left out.

    `ends_at` None: no end is set. `spans`: when it counts within that, in order; None for all the time.
    """

    ref: str
    starts_at: datetime
    ends_at: datetime | None
    by: str = "all"
    ids: frozenset[str] = frozenset()
    without: frozenset[str] = frozenset()
    spans: tuple[Span, ...] | None = None


def meetings(reaches: Sequence[Reach], kin: Mapping[str, frozenset[str]]) -> dict[str, list[str]]:
    """For each offer the others that meet it, in the order given.

    `kin` says of a product or variant in which categories (ancestors too), brand and product it is. Two categories or
    brands meet when no good of either is known: better one look too many.
    """
    found: dict[str, list[str]] = {one.ref: [] for one in reaches}
    for one, other in combinations(reaches, 2):
        if _together(one, other) and _same_goods(one, other, kin):
            found[one.ref].append(other.ref)
            found[other.ref].append(one.ref)
    return found


def _together(one: Reach, other: Reach) -> bool:
    touch = (one.ends_at is None or other.starts_at < one.ends_at) and (
        other.ends_at is None or one.starts_at < other.ends_at
    )
    return touch and ((one.spans is None and other.spans is None) or _touch(_spans(one), _spans(other)))


def _spans(one: Reach) -> Sequence[Span]:
    return ((one.starts_at, one.ends_at or FOREVER),) if one.spans is None else one.spans


def _touch(ones: Sequence[Span], others: Sequence[Span]) -> bool:
    """Whether a moment is in both; each in order."""
    at = 0
    for start, end in ones:
        while at < len(others) and others[at][1] <= start:
            at += 1
        if at < len(others) and others[at][0] < end:
            return True
    return False


def _same_goods(one: Reach, other: Reach, kin: Mapping[str, frozenset[str]]) -> bool:
    if one.by == "all":
        return other.by != "product" or bool(other.ids - one.without)
    if other.by == "all":
        return _same_goods(other, one, kin)
    if one.by in ("category", "brand") and other.by in ("category", "brand"):
        return one.by != other.by or not one.ids.isdisjoint(other.ids)
    return not _wide(one.ids, kin).isdisjoint(other.ids) or not _wide(other.ids, kin).isdisjoint(one.ids)


def _wide(ids: Iterable[str], kin: Mapping[str, frozenset[str]]) -> frozenset[str]:
    """The ids with everything they belong to."""
    return frozenset(each for one in ids for each in (one, *kin.get(one, ())))
