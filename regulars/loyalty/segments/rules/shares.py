"""A stable place for everybody in a share of people: the same on every engine and in every run."""

from __future__ import annotations

from hashlib import blake2b

PARTS = 10_000


def slot(salt: str, person: str) -> int:
    """A number from 0 to 9,999, evenly spread, the same for the same salt and person."""
    digest = blake2b(f"{salt}\0{person}".encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big") % PARTS
