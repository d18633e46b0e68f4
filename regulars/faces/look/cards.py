"""Cards of goods, drawn once for all who would see the very same.

A card is remembered by everything that is written on it (price, stock, picture, words, language), never by which product
it is: whoever asks for another price asks for another card, so none that is out of date can be shown.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.conf import settings
from django.utils.translation import get_language
from markupsafe import Markup

Draw = Callable[[Any, bool], Markup]
WRITTEN = (
    "name", "href", "minor", "currency", "list_minor", "starting", "soldout", "sold", "tags",
)  # fmt: skip
PICTURE = ("src", "srcset", "width", "height", "alt")
# Nothing else is surely written the same when it is the same: Markup equals the text that it must not be taken for.
PLAIN = frozenset({str, int, bool, type(None)})
MOST = 4_000

_drawn: dict[tuple[Any, ...], Markup] = {}


def card_of(draw: Draw, product: Any, eager: bool = False) -> Markup:
    """The card of a product as `draw` draws it, from memory where one with the same on it was drawn before."""
    written = None if settings.DEBUG else _written(product)
    if written is None:
        return draw(product, eager)
    key = (get_language(), eager, *written)
    found = _drawn.get(key)
    if found is None:
        if len(_drawn) >= MOST:
            _drawn.clear()
        found = _drawn[key] = draw(product, eager)
    return found


def forget() -> None:
    """Draw every card anew from now on."""
    _drawn.clear()


def _written(product: Any) -> list[Any] | None:
    """All that a card says; None for what nobody can compare."""
    if not isinstance(product, dict):
        return None
    told = product.get
    values = [told(name) for name in WRITTEN]
    values += _parts(told("image"), PICTURE)
    values += _parts(told("store"), ("name", "href"))
    return values if PLAIN.issuperset(map(type, values)) else None


def _parts(whole: Any, names: tuple[str, ...]) -> list[Any]:
    if not whole:
        return [None]
    if isinstance(whole, Mapping):
        return [whole.get(name) for name in names]
    return [getattr(whole, name, None) for name in names]
