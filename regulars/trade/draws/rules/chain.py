"""What is fixed before anybody knows the result: the seed's fingerprint, the terms, and who entered.

Everything is SHA-256 over lines of text, so that a few lines of any language can do it again. The head of the chain
after the last entry is the digest of all entries: to add, drop or change one, or a word of the terms, changes it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

FORMAT = "regulars-draw-1"


@dataclass(frozen=True, slots=True)
class Lot:
    """An entry as the world sees it: its number from 1, opaque ids of itself and its holder, the word's fingerprint."""

    number: int
    id: str
    holder: str
    word: str


def sha256(*lines: str) -> str:
    """SHA-256 of the lines joined by line feeds, as hexadecimal digits."""
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def canonical(value: Any) -> str:
    """The one way to write a JSON value: keys in order, no spaces, characters as they are."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def commitment(draw: str, seed: str) -> str:
    """The fingerprint of a seed (64 hexadecimal digits), published before the first entry."""
    return sha256(f"{FORMAT} seed", draw, seed)


def beginning(draw: str, committed: str, terms: Any) -> str:
    """The head of the chain before the first entry: it fixes the seed and every word of the terms."""
    return sha256(f"{FORMAT} terms", draw, committed, sha256(canonical(terms)))


def following(head: str, lot: Lot) -> str:
    """The head of the chain after one more entry."""
    return sha256(head, str(lot.number), lot.id, lot.holder, lot.word)


def digest(draw: str, committed: str, terms: Any, lots: Iterable[Lot]) -> str:
    """The head of the chain after all entries."""
    head = beginning(draw, committed, terms)
    for lot in lots:
        head = following(head, lot)
    return head


def fingerprint(word: str) -> str:
    """A word that somebody put in, as it stands in the chain: nobody can read it there."""
    return sha256(f"{FORMAT} word", word)
