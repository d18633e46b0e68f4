"""Money and lists as the reader's language writes them."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import get_language, pgettext

from regulars.ground.kit.money import format_money


def money(minor: int, currency: str) -> str:
    """An amount of minor units in the reader's language."""
    return format_money(minor, currency, get_language() or "en")


def listed(words: Iterable[str]) -> str:
    """Several words one after the other: "red, large", or "红、大"."""
    return pgettext("between the words of a list", ", ").join(words)


def number_of(public_id: str) -> str:
    """An order's or return's short number, as people read it out: the end of its id."""
    return f"#{public_id[-8:].upper()}"
