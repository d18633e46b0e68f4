"""Public ids: random, so that nobody can guess or count them."""

from __future__ import annotations

import secrets

ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
LENGTH = 20


def new_id(prefix: str) -> str:
    """A new public id with 100 random bits, e.g. "ord_7zk3…"."""
    number = secrets.randbits(5 * LENGTH)
    digits = []
    for _ in range(LENGTH):
        number, digit = divmod(number, 32)
        digits.append(ALPHABET[digit])
    return f"{prefix}_{''.join(digits)}"


def new_code(length: int = 12) -> str:
    """A code a person can type (5 bits a character, 60 bits by default), in groups of four."""
    text = "".join(secrets.choice(ALPHABET) for _ in range(length)).upper()
    return "-".join(text[i : i + 4] for i in range(0, length, 4))
