"""Which rule moved whom, read off a finished order."""

from __future__ import annotations

from bisect import bisect_right
from itertools import accumulate

from regulars.discovery.ranking.rules.limits import Limits, Sheet, groups_of

WINDOWS = ("window.store", "window.brand", "window.leaf")


def passed_over(sheet: Sheet, limit: Limits, order: list[int]) -> dict[int, str]:
    """Rule by rank: what kept it from the place where a lower score came first; `ahead` is a place kept for later.

    Who stands above a better score that might have stood there is moved by the floor when sheltered.
    """
    highest, moved = list(accumulate(order, max)), dict[int, str]()
    where = {rank: place for place, rank in enumerate(order)}
    protected = set(sheet.sheltered)
    for place, rank in enumerate(order):
        first = bisect_right(highest, rank)
        if first >= place:
            continue
        reason = _closed(sheet, limit, order, rank, first)
        if reason:
            moved[rank] = reason
        elif order[first] in protected and rank not in protected:
            moved.setdefault(order[first], "floor")
        else:
            moved[rank] = "ahead"
    return {rank: reason for rank, reason in moved.items() if where[rank] not in sheet.pinned}


def _closed(sheet: Sheet, limit: Limits, order: list[int], rank: int, place: int) -> str:
    """The rule that closes a place to a candidate, "" when it is open."""
    values = groups_of(sheet.ranked[rank])
    near = [groups_of(sheet.ranked[one]) for one in order[max(0, place - limit.width + 1) : place]]
    for which, most in enumerate(limit.groups):
        if most and values[which] is not None and sum(one[which] == values[which] for one in near) >= most:
            return WINDOWS[which]
    if values[0] is not None and _of_store(sheet, order[:place], values[0]) >= limit.cap:
        return "cap.store"
    return ""


def _of_store(sheet: Sheet, order: list[int], store: int) -> int:
    return sum(sheet.ranked[one].store == store for one in order)


def broken(sheet: Sheet, limit: Limits, order: list[int]) -> dict[int, tuple[str, ...]]:
    """Rules by the place that breaks them; a floor that was missed is broken at the last place."""
    found: dict[int, list[str]] = {}
    for place, rank in enumerate(order):
        values = groups_of(sheet.ranked[rank])
        near = [groups_of(sheet.ranked[one]) for one in order[max(0, place - limit.width + 1) : place]]
        for which, most in enumerate(limit.groups):
            value = values[which]
            if most and value is not None and sum(one[which] == value for one in near) >= most:
                found.setdefault(place, []).append(WINDOWS[which])
        if values[0] is not None and _of_store(sheet, order[:place], values[0]) >= limit.cap:
            found.setdefault(place, []).append("cap.store")
    protected = set(sheet.sheltered)
    if sum(rank in protected for rank in order) < limit.owed:
        found.setdefault(len(order) - 1, []).append("floor")
    return {place: tuple(rules) for place, rules in found.items()}
