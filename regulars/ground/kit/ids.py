"""Public ids: random, so that nobody can guess or count them."""

from __future__ import annotations

import secrets

ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
LENGTH = 20
_DIGITS = ALPHABET.encode() * 8


def new_id(prefix: str) -> str:
    """A new public id with 100 random bits, e.g. "ord_7zk3…"."""
    return f"{prefix}_{_random_digits(LENGTH)}"


def new_ids(*prefixes: str) -> list[str]:
    """A new public id for each prefix, as random as one at a time, by one call for randomness."""
    digits = _random_digits(len(prefixes) * LENGTH)
    return [f"{prefix}_{digits[at * LENGTH : (at + 1) * LENGTH]}" for at, prefix in enumerate(prefixes)]


def new_neighbours(prefix: str, count: int) -> list[str]:
    """So many new public ids that begin alike, by chance: next to one another in an index; 75 random bits each.

    An index of ids strewn at random is touched in as many places as rows are written, and every place is logged. One call
    for randomness, because asking the system for each costs more than all the rest.
    """
    alike, own = LENGTH // 4, LENGTH - LENGTH // 4
    digits = _random_digits(alike + count * own)
    head = f"{prefix}_{digits[:alike]}"
    return [head + digits[at : at + own] for at in range(alike, len(digits), own)]


def _random_digits(count: int) -> str:
    """32 divides 256: each digit is as likely as the others."""
    return secrets.token_bytes(count).translate(_DIGITS).decode()


def new_code(length: int = 12) -> str:
    """A code a person can type (5 bits a character, 60 bits by default), in groups of four."""
    text = "".join(secrets.choice(ALPHABET) for _ in range(length)).upper()
    return "-".join(text[i : i + 4] for i in range(0, length, 4))
