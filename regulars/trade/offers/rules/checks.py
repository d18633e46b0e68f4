"""What a price input must look like. Every check raises ValueError naming the field."""

from __future__ import annotations

from datetime import datetime

LARGEST_QUANTITY = 10_000
LARGEST_MINOR = 10**12
WHOLE_BP = 10_000
MARKET = "market"


def whole(name: str, value: object, low: int, high: int) -> None:
    """`value` is an int (not bool, float or text) with low <= value <= high."""
    if type(value) is not int:
        raise ValueError(f"{name} must be a whole number, not {value!r}")
    if not low <= value <= high:
        raise ValueError(f"{name} must be between {low} and {high}, not {value}")


def money(name: str, value: object) -> None:
    """`value` is a whole, non-negative amount in minor units."""
    whole(name, value, 0, LARGEST_MINOR)


def maybe_money(name: str, value: object) -> None:
    """`value` is None or a whole, non-negative amount in minor units."""
    if value is not None:
        money(name, value)


def ident(name: str, value: object) -> None:
    """`value` is a non-empty text of at most 200 characters."""
    if type(value) is not str or not 0 < len(value) <= 200:
        raise ValueError(f"{name} must be a text of 1 to 200 characters, not {value!r}")


def currency(name: str, value: object) -> None:
    """`value` is an ISO 4217 code: three capital letters."""
    if (
        type(value) is not str
        or len(value) != 3
        or not (value.isascii() and value.isalpha() and value.isupper())
    ):
        raise ValueError(f"{name} must be three capital letters such as CNY, not {value!r}")


def moment(name: str, value: object) -> None:
    """`value` is None or an aware datetime."""
    if value is not None and (not isinstance(value, datetime) or value.utcoffset() is None):
        raise ValueError(f"{name} must be a moment with a time zone, not {value!r}")
