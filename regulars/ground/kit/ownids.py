"""Ids of people and purchases as they leave the market: each store has names of its own for them.

Two stores that lay what they took along side by side cannot tell from ids who bought at both. What one store takes
along stays joinable, from table to table and from one day to the next.
"""

from __future__ import annotations

import hmac
import re
from collections.abc import Callable

from django.conf import settings

from regulars.ground.kit.ids import ALPHABET, LENGTH

Renaming = Callable[[str], str]
# What several stores have to do with: a person, a purchase that may hold orders of many, its payments and entries.
SHARED = re.compile(rf"\b(per|grp|pay|prf|ent)_[{ALPHABET}]{{{LENGTH}}}\b")


def unchanged(text: str) -> str:
    """For whoever may know the market's own ids: the person themselves."""
    return text


class OwnIds:
    """Texts with the ids that a store has for what it shares with others."""

    def __init__(self, store: str) -> None:
        self._key = hmac.digest(settings.SECRET_KEY.encode(), f"own ids of {store}".encode(), "sha256")

    def __call__(self, text: str) -> str:
        """The text with every shared id replaced."""
        return SHARED.sub(self._own, text)

    def _own(self, found: re.Match[str]) -> str:
        digest = int.from_bytes(hmac.digest(self._key, found[0].encode(), "sha256"), "big")
        digits = (ALPHABET[digest >> 5 * place & 31] for place in range(LENGTH))
        return f"{found[1]}_{''.join(digits)}"
