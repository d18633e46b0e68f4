"""How many of something can still be placed: a bound that every order must keep."""

from __future__ import annotations

from collections.abc import Iterable, Sequence


def room(recent: Sequence[int], start: int, end: int, most: int, width: int, want: int) -> int:
    """How many of one value fit into the places from `start` to before `end`, at most `want`.

    `recent` are the places it has (ascending); at most `most` (0: no limit) may stand in `width` consecutive places.
    Taking every place as early as it is allowed is best: whoever takes a later one has no more left.
    """
    want = min(want, end - start)
    if not most or want <= 0:
        return max(want, 0)
    times, at, got = list(recent[-most:]), start, 0
    while got < want:
        if len(times) >= most:
            at = max(at, times[-most] + width)
        if at >= end:
            break
        times.append(at)
        at, got = at + 1, got + 1
    return got


def enough(rooms: Iterable[int], places: int) -> bool:
    """Whether these rooms together fill so many places."""
    for one in rooms:
        places -= one
        if places <= 0:
            return True
    return places <= 0
