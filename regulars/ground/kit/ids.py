"""Public ids: random, so that nobody can guess or count them."""

from __future__ import annotations

import secrets
from base64 import b32encode

ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
LENGTH = 20
_DIGITS = bytes.maketrans(b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", ALPHABET.encode())


def new_id(prefix: str) -> str:
    """A new public id with 100 random bits, e.g. "ord_7zk3…"."""
    number = secrets.randbits(5 * LENGTH)
    digits = []
    for _ in range(LENGTH):
        number, digit = divmod(number, 32)
        digits.append(ALPHABET[digit])
    return f"{prefix}_{''.join(digits)}"


def new_ids(prefix: str, count: int) -> list[str]:
    """So many new public ids, by one call for randomness: asking the system for each costs more than all the rest."""
    digits = b32encode(secrets.token_bytes((count * LENGTH * 5 + 7) // 8)).translate(_DIGITS).decode()
    return [f"{prefix}_{digits[at : at + LENGTH]}" for at in range(0, count * LENGTH, LENGTH)]


def new_code(length: int = 12) -> str:
    """A code a person can type (5 bits a character, 60 bits by default), in groups of four."""
    text = "".join(secrets.choice(ALPHABET) for _ in range(length)).upper()
    return "-".join(text[i : i + 4] for i in range(0, length, 4))
