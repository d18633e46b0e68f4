"""The proof of a draw: one JSON file that holds everything, and how it is checked, by anybody, without us."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from regulars.trade.draws.rules.chain import FORMAT, Lot, canonical, commitment, digest
from regulars.trade.draws.rules.lots import Hit, Pass, Stake, drawn_order, hits, next_in_line, scratch_hits

KEYS = {"format", "draw", "terms", "commitment", "entries", "digest", "seed", "results", "passed"}


class Tampered(Exception):
    """The file is not what the draw was; `reason` says where it breaks, in English, for everybody."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Verdict:
    """A proof that holds: entries, whether it was drawn, and who holds what in the end, by prize title."""

    draw: str
    commitment: str
    digest: str
    entries: int
    drawn: bool
    winners: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class Facts:
    """What a proof is made of. `seed` is empty before the draw."""

    draw: str
    terms: Mapping[str, Any]
    commitment: str
    lots: Sequence[Lot]
    digest: str
    seed: str = ""
    results: Sequence[Hit] = ()
    passed: Sequence[Pass] = ()


def written(facts: Facts) -> bytes:
    """The file: canonical JSON and a line feed."""
    body = {
        "format": FORMAT,
        "draw": facts.draw,
        "terms": facts.terms,
        "commitment": facts.commitment,
        "entries": [[lot.number, lot.id, lot.holder, lot.word] for lot in facts.lots],
        "digest": facts.digest,
        "seed": facts.seed,
        "results": [[hit.number, hit.prize, hit.piece] for hit in facts.results],
        "passed": [[one.prize, one.piece, one.frm, one.to] for one in facts.passed],
    }
    return canonical(body).encode() + b"\n"


def verify(raw: bytes) -> Verdict:
    """Check a proof from its bytes alone. Raises Tampered with the reason."""
    try:
        return _verdict(read(raw))
    except (ValueError, TypeError, KeyError, AttributeError, ArithmeticError) as error:
        raise Tampered("This is not the proof of a draw.") from error


def _verdict(facts: Facts) -> Verdict:
    _numbered(facts.lots)
    if facts.digest != digest(facts.draw, facts.commitment, facts.terms, facts.lots):
        raise Tampered("The entries or the terms are not those the digest was made of.")
    if facts.seed:
        _drawn(facts)
    elif facts.results or facts.passed:
        raise Tampered("There are results, but no seed they could come from.")
    return Verdict(
        facts.draw, facts.commitment, facts.digest, len(facts.lots), bool(facts.seed), _winners(facts)
    )


def read(raw: bytes) -> Facts:
    """What a file says. Raises Tampered when it is not written as proofs are."""
    try:
        body = json.loads(raw)
        if canonical(body).encode() + b"\n" != raw:
            raise Tampered("The file is not written as it was downloaded.")
        return _facts(body)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise Tampered("This is not the proof of a draw.") from error


def stakes_of(terms: Mapping[str, Any]) -> list[Stake]:
    """The prizes in the order of the terms."""
    return [Stake(one["id"], one["count"], one.get("one_in", 0)) for one in terms["prizes"]]


def results_of(facts: Facts) -> list[Hit]:
    """What the seed and the entries make of it."""
    stakes = stakes_of(facts.terms)
    if facts.terms["way"] == "instant":
        return scratch_hits(facts.seed, facts.draw, facts.lots, stakes)
    return hits(drawn_order(facts.seed, facts.digest, facts.lots), stakes)


def _facts(body: Any) -> Facts:
    if set(body) != KEYS or body["format"] != FORMAT:
        raise Tampered(f"This is not a proof of the kind {FORMAT}.")
    texts = (body["draw"], body["commitment"], body["digest"], body["seed"])
    if not all(isinstance(one, str) for one in texts):
        raise ValueError("not texts")
    facts = Facts(
        body["draw"],
        body["terms"],
        body["commitment"],
        [Lot(*row) for row in body["entries"]],
        body["digest"],
        body["seed"],
        [Hit(*row) for row in body["results"]],
        [Pass(*row) for row in body["passed"]],
    )
    if facts.terms["way"] not in ("timed", "instant") or not all(map(_sound, stakes_of(facts.terms))):
        raise ValueError("not terms")
    return facts


def _sound(stake: Stake) -> bool:
    return type(stake.count) is int and type(stake.one_in) is int and stake.one_in >= 0


def _numbered(lots: Sequence[Lot]) -> None:
    for place, lot in enumerate(lots, 1):
        if type(lot.number) is not int or lot.number != place:
            raise Tampered(f"Entry {place} is missing or stands in the wrong place.")


def _drawn(facts: Facts) -> None:
    if facts.commitment != commitment(facts.draw, facts.seed):
        raise Tampered("The seed is not the one that was fixed before the first entry.")
    if results_of(facts) != list(facts.results):
        raise Tampered("The winners are not those that the seed and the entries give.")
    _passed(facts)


def _passed(facts: Facts) -> None:
    """Each prize not taken must have gone to the next in the drawn order, or back when the rule says so."""
    named = {lot.number: lot.holder for lot in facts.lots}
    standing = {(hit.prize, hit.piece): hit.number for hit in facts.results}
    had = {named[hit.number] for hit in facts.results}
    order = drawn_order(facts.seed, facts.digest, facts.lots) if facts.terms["way"] == "timed" else []
    rounds: dict[tuple[str, int], int] = {}
    for one in facts.passed:
        place = (one.prize, one.piece)
        rounds[place] = rounds.get(place, 0) + 1
        follows = next_in_line(order, had) if rounds[place] < facts.terms["rounds"] else None
        if standing.get(place) != one.frm or one.to != (follows.number if follows else 0):
            raise Tampered("A prize that was not taken did not go to the next in the drawn order.")
        standing[place] = one.to
        if follows is not None:
            had.add(follows.holder)


def _winners(facts: Facts) -> tuple[tuple[int, str], ...]:
    titles = {one["id"]: str(one["title"]) for one in facts.terms["prizes"]}
    standing = {(hit.prize, hit.piece): hit.number for hit in facts.results}
    standing |= {(one.prize, one.piece): one.to for one in facts.passed}
    return tuple((number, titles[prize]) for (prize, _piece), number in standing.items() if number)
