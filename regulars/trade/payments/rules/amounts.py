"""Amounts as Stripe writes them: its minor units differ from ISO 4217 for some currencies.

Source: Stripe's documentation on supported currencies (zero-decimal, three-decimal and special cases).
"""

from __future__ import annotations

from regulars.ground.kit.money import precision

ZERO = frozenset(
    ("BIF", "CLP", "DJF", "GNF", "JPY", "KMF", "KRW", "MGA", "PYG", "RWF", "VND", "VUV", "XAF", "XOF", "XPF")
)
THREE = frozenset(("BHD", "JOD", "KWD", "OMR", "TND"))


class NotExpressible(ValueError):
    """The amount is a fraction of the smallest unit."""


def _digits(currency: str) -> int:
    return 0 if currency in ZERO else 3 if currency in THREE else 2


def to_stripe(minor: int, currency: str) -> int:
    """Our minor units in Stripe's. Raises NotExpressible."""
    return _scale(minor, _digits(currency) - precision(currency), currency)


def from_stripe(amount: int, currency: str) -> int:
    """Stripe's minor units in ours. Raises NotExpressible."""
    return _scale(amount, precision(currency) - _digits(currency), currency)


def _scale(amount: int, digits: int, currency: str) -> int:
    unit: int = 10 ** abs(digits)
    if digits >= 0:
        return amount * unit
    whole, rest = divmod(amount, unit)
    if rest:
        raise NotExpressible(f"{amount} is a fraction of the smallest unit of {currency}")
    return whole
