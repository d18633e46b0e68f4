"""A pass: the page's signed word to the lane about who somebody is and from when they may take.

`<drop>.<holder>.<version>.<eligible µs>.<issued µs>.<expires µs>.<signature>`; the signature is keyed BLAKE2b
(RFC 7693), 128 bits. A holder is `p` and a person's number, or `v` and a visitor's id. `eligible` 0: no phase is theirs.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from functools import lru_cache
from hmac import compare_digest
from typing import NamedTuple

LASTS_US = 12 * 3600 * 1_000_000
HUMAN_US = 300_000
_PART = re.compile(r"[\w-]{1,64}")


class Pass(NamedTuple):
    """What a pass says; times in µs."""

    drop: str
    holder: str
    version: int
    eligible: int
    issued: int
    expires: int


_new = tuple.__new__  # a pass is made for every ask: half the time of its own constructor


class Forged(ValueError):
    """No secret of this market signed it."""


def keys_of(secrets: Sequence[bytes]) -> list[bytes]:
    """The keys passes are signed with, the current one first."""
    return [hashlib.blake2b(b"regulars.drop.pass:" + one, digest_size=32).digest() for one in secrets]


def issue(given: Pass, key: bytes) -> str:
    """The pass as text. Raises ValueError for parts that could be read as something else."""
    if not (_PART.fullmatch(given.drop) and _PART.fullmatch(given.holder)):
        raise ValueError("drop and holder are letters, digits, _ and -")
    text = ".".join(map(str, given))
    return f"{text}.{_signature(text.encode(), key).decode()}"


def read(value: bytes, keys: Sequence[bytes]) -> Pass:
    """What a pass says. Raises Forged."""
    text, _, signature = value.rpartition(b".")
    for key in keys:
        if compare_digest(signature, _signature(text, key)):
            break
    else:
        raise Forged
    drop, holder, version, eligible, issued, expires = text.decode().split(".")
    return _new(Pass, (drop, holder, int(version), int(eligible), int(issued), int(expires)))


def _signature(text: bytes, key: bytes) -> bytes:
    begun = _begun(key).copy()
    begun.update(text)
    return begun.hexdigest().encode()


@lru_cache(16)
def _begun(key: bytes) -> hashlib.blake2b:
    """The digest that has taken in its key: each pass goes on from a copy."""
    return hashlib.blake2b(key=key, digest_size=16)
