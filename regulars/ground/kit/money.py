"""Money as integers in minor units, and splits that always add up again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from babel.core import Locale
from babel.numbers import format_currency, get_currency_precision


class CurrencyMismatch(ValueError):
    """Two amounts of different currencies were combined."""


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in minor units (cents, fen) of one ISO 4217 currency."""

    minor: int
    currency: str

    def __add__(self, other: Money) -> Money:
        return Money(self.minor + self._same(other), self.currency)

    def __sub__(self, other: Money) -> Money:
        return Money(self.minor - self._same(other), self.currency)

    def __neg__(self) -> Money:
        return Money(-self.minor, self.currency)

    def _same(self, other: Money) -> int:
        if other.currency != self.currency:
            raise CurrencyMismatch(f"{self.currency} and {other.currency} cannot be combined")
        return other.minor


def allocate(total: int, weights: Sequence[int]) -> list[int]:
    """Split `total` minor units by `weights` so that the parts add up exactly.

    Largest-remainder (Hamilton) method; ties go to the lower index. When every weight is zero the
    split is even. Raises ValueError for an empty or negative weight list with a total to give.
    """
    if not weights:
        if total:
            raise ValueError("nothing to split the amount over")
        return []
    if min(weights) < 0:
        raise ValueError("weights must not be negative")
    if total < 0:
        return [-part for part in allocate(-total, weights)]
    mass = sum(weights)
    shares = weights if mass else [1] * len(weights)
    mass = mass or len(weights)
    parts = [total * weight // mass for weight in shares]
    rest = total - sum(parts)
    if not rest:
        return parts
    remainders = [total * weight % mass for weight in shares]
    if rest == 1:
        parts[remainders.index(max(remainders))] += 1
        return parts
    for index in sorted(range(len(parts)), key=remainders.__getitem__, reverse=True)[:rest]:
        parts[index] += 1
    return parts


@lru_cache(maxsize=256)
def precision(currency: str) -> int:
    """Digits after the point of a currency (ISO 4217 exponent), e.g. 2 for CNY, 0 for JPY."""
    return get_currency_precision(currency)


def to_decimal(minor: int, currency: str) -> Decimal:
    """Minor units as a decimal number of major units."""
    return Decimal(minor).scaleb(-precision(currency))


def to_minor(amount: Decimal, currency: str) -> int:
    """Major units as minor units. Raises ValueError when the amount has more digits than the currency."""
    scaled = amount.scaleb(precision(currency))
    if scaled != scaled.to_integral_value():
        raise ValueError(f"{currency} has {precision(currency)} digits after the point")
    return int(scaled)


@lru_cache(maxsize=16)
def _locale(language: str) -> Locale:
    return Locale.parse(language.replace("-", "_"))


@lru_cache(maxsize=20_000)
def format_money(minor: int, currency: str, language: str = "en") -> str:
    """The amount as people of that language write it, e.g. "¥1,280.00"."""
    return format_currency(to_decimal(minor, currency), currency, locale=_locale(language))
