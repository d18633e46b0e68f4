"""Django's form tokens, made for one answer at once instead of letter by letter."""

from __future__ import annotations

import os

from django.middleware.csrf import CSRF_ALLOWED_CHARS, CSRF_SECRET_LENGTH

_LETTERS = CSRF_ALLOWED_CHARS.encode()
_MANY = len(_LETTERS)
# Of 256 bytes as many stand for each letter; those that are over are drawn again.
_FAIR = 256 - 256 % _MANY
_UNFAIR = bytes(range(_FAIR, 256))
_LETTER = bytes(_LETTERS[byte % _MANY] for byte in range(256))
_PLACE = bytes(max(0, _LETTERS.find(byte)) for byte in range(256))


def letters(count: int) -> bytes:
    """So many letters and digits, each as likely as the others."""
    drawn = os.urandom(count + 16).translate(_LETTER, _UNFAIR)
    return drawn[:count] if len(drawn) >= count else drawn + letters(count - len(drawn))


def masked(secret: bytes, mask: bytes) -> bytes:
    """The token of a secret under a mask (both of CSRF_ALLOWED_CHARS), as Django makes it: mask, then secret and mask."""
    # Places are less than 128, so that the sums of all bytes fit side by side.
    moved = int.from_bytes(secret.translate(_PLACE)) + int.from_bytes(mask.translate(_PLACE))
    return mask + moved.to_bytes(CSRF_SECRET_LENGTH).translate(_LETTER)
