"""Which offers meet on the same goods at the same time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import combinations


@dataclass(frozen=True, slots=True)
class Reach:
    """When an offer counts and for what: `by` as a scope's, `ids` its ids; `without` are products left out.

    `ends_at` None: no end is set.
    """

    ref: str
    starts_at: datetime
    ends_at: datetime | None
    by: str = "all"
    ids: frozenset[str] = frozenset()
    without: frozenset[str] = frozenset()


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
    return (one.ends_at is None or other.starts_at < one.ends_at) and (
        other.ends_at is None or one.starts_at < other.ends_at
    )


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
