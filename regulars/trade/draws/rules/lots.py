"""How lots fall: a function of the seed and the entries' digest, and of nothing else.

Each entry's score is HMAC-SHA256 under the seed; the lowest scores come first. Nobody can aim: without the seed
scores look like dice, and the seed was fixed before the first entry.
"""

from __future__ import annotations

import hmac
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from regulars.trade.draws.rules.chain import Lot

ALL = 1 << 256


@dataclass(frozen=True, slots=True)
class Stake:
    """A prize: how many there are, and for scratch tickets that it is hidden in one ticket of `one_in`."""

    id: str
    count: int
    one_in: int = 0


@dataclass(frozen=True, slots=True)
class Hit:
    """A lot that won a prize, and which piece of it (from 1)."""

    number: int
    prize: str
    piece: int


@dataclass(frozen=True, slots=True)
class Pass:
    """A prize that was not taken: from whom it went, and to whom; to nobody when `to` is 0."""

    prize: str
    piece: int
    frm: int
    to: int


def score(seed: str, line: str) -> str:
    """HMAC-SHA256 of a line under the seed, as hexadecimal digits."""
    return hmac.digest(bytes.fromhex(seed), line.encode(), "sha256").hex()


def drawn_order(seed: str, closing: str, lots: Iterable[Lot]) -> list[Lot]:
    """All entries in the order in which they are drawn: by score, and by number should two ever be equal."""
    return sorted(lots, key=lambda lot: (score(seed, f"{closing}\n{lot.number}"), lot.number))


def hits(order: Sequence[Lot], stakes: Sequence[Stake]) -> list[Hit]:
    """Who wins what: prizes in their order, each to the next lot drawn whose holder has none yet."""
    pieces = [(stake.id, piece) for stake in stakes for piece in range(1, stake.count + 1)]
    lots = _one_each(order, set())
    return [Hit(lot.number, prize, piece) for (prize, piece), lot in zip(pieces, lots, strict=False)]


def next_in_line(order: Sequence[Lot], had: set[str]) -> Lot | None:
    """The first lot drawn whose holder has not had a prize yet."""
    lots = _one_each(order, had)
    return lots[0] if lots else None


def heir(order: Sequence[Lot], found: Iterable[Hit], passed: Iterable[Pass]) -> Lot | None:
    """Who gets the next thing that is not taken: the first lot drawn whose holder neither won nor inherited."""
    named = holders_of(order)
    had = {named[hit.number] for hit in found} | {named[one.to] for one in passed if one.to}
    return next_in_line(order, had)


def scratched(seed: str, draw: str, lot: Lot, stakes: Sequence[Stake]) -> str:
    """What lies under a scratch ticket: a prize, or nothing (""). Whether one is left is another question.

    The 2^256 possible scores are cut into equal slices: 1/one_in of them for each prize, rounded down.
    """
    value = int(score(seed, f"scratch\n{draw}\n{lot.number}\n{lot.word}"), 16)
    upto = 0
    for stake in stakes:
        upto += ALL // stake.one_in
        if value < upto:
            return stake.id
    return ""


def scratch_hits(seed: str, draw: str, lots: Iterable[Lot], stakes: Sequence[Stake]) -> list[Hit]:
    """What each ticket brought, in the order they were scratched: when a prize is used up, its tickets are empty."""
    counts = {stake.id: stake.count for stake in stakes}
    given = dict.fromkeys(counts, 0)
    found = []
    for lot in lots:
        prize = scratched(seed, draw, lot, stakes)
        if prize and given[prize] < counts[prize]:
            given[prize] += 1
            found.append(Hit(lot.number, prize, given[prize]))
    return found


def chances_fit(stakes: Sequence[Stake]) -> bool:
    """Whether scratch prizes fit onto the tickets: their shares are one in all at most."""
    return all(stake.one_in >= 1 for stake in stakes) and sum(ALL // stake.one_in for stake in stakes) <= ALL


def holders_of(lots: Iterable[Lot]) -> Mapping[int, str]:
    """The holder of each lot by its number."""
    return {lot.number: lot.holder for lot in lots}


def _one_each(order: Iterable[Lot], had: set[str]) -> list[Lot]:
    seen = set(had)
    found = []
    for lot in order:
        if lot.holder not in seen:
            seen.add(lot.holder)
            found.append(lot)
    return found
