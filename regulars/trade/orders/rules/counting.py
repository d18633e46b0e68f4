"""How many: whole numbers within sane bounds, whatever a client sends."""

from __future__ import annotations

LARGEST = 9_999
MOST_LINES = 100


class NotWhole(ValueError):
    """The value is not a quantity."""


def whole_quantity(value: object, low: int = 1) -> int:
    """`value` as a quantity from `low` to LARGEST: an int, or a text of one to four digits 0-9.

    Raises NotWhole for everything else: true, 1.5, "1e3", "-1", "１", 10**9.
    """
    if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) <= 4:
        value = int(value)
    if type(value) is not int or not low <= value <= LARGEST:
        raise NotWhole(f"{value!r} is not a whole number from {low} to {LARGEST}")
    return value
