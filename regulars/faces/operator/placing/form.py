"""The form of a rulebook: what it shows, and the rulebook it makes."""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import Any

from django.utils.translation import gettext as _

from regulars.discovery.ranking.queries.words import PAGES
from regulars.discovery.ranking.rules import LEAST, MOST, Rulebook, Window
from regulars.faces.look.forms import Given
from regulars.goods.catalog.queries import brand, brands
from regulars.ground.kit.refusals import NotFound
from regulars.people.merchants.queries import any_store, stores_by_key

SPARE = 3
LIMITS = ("width", "store", "brand", "leaf")
SHARES = {"floor": 50, "cap": 100, "small_share": 10, "tie": 10, "variety": 100}
DAYS = {"young_days": 730, "notice_days": 90}


def shown(book: Rulebook) -> dict[str, Any]:
    """What the form shows of a rulebook, by field; weights are lists of (name, times)."""
    values: dict[str, Any] = {name: f"{getattr(book, name) * 100:g}" for name in SHARES}
    values |= {name: str(getattr(book, name)) for name in DAYS}
    for page in PAGES:
        for limit, value in (asdict(book.windows[page]) if page in book.windows else {}).items():
            values[f"{page or 'all'}_{limit}"] = str(value)
    stores = stores_by_key(book.stores)
    marks = {row.pk: row.slug for row in brands(retired=True).filter(pk__in=book.brands)}
    values["stores"] = [
        (stores[key].slug, f"{times:g}") for key, times in book.stores.items() if key in stores
    ]
    values["brands"] = [(marks[key], f"{times:g}") for key, times in book.brands.items() if key in marks]
    return values


def typed(given: Given) -> dict[str, Any]:
    """What was typed, as `shown` gives it."""
    values: dict[str, Any] = {key: given.post[key] for key in given.post}
    for kind in ("stores", "brands"):
        pairs = zip(given.post.getlist(f"{kind}_name"), given.post.getlist(f"{kind}_times"), strict=False)
        values[kind] = [(name, times) for name, times in pairs if name.strip()]
    return values


def with_spare(pairs: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """The rows of a weight, and empty ones for more."""
    return [*pairs, *([("", "")] * SPARE)]


def read(given: Given, before: Rulebook) -> Rulebook:
    """The rulebook that was typed; `given.errors` says what cannot stand. Pins and version are those before."""
    shares = {name: (given.percent(name, low=0, most=most) or 0) / 10_000 for name, most in SHARES.items()}
    days = {name: given.whole(name, low=0, high=most) or 0 for name, most in DAYS.items()}
    return replace(
        before,
        stores=_weights(given, "stores"),
        brands=_weights(given, "brands"),
        windows=_windows(given),
        floor=shares["floor"],
        cap=shares["cap"] or 1.0,
        small_share=shares["small_share"],
        tie=shares["tie"],
        variety=shares["variety"],
        young_days=days["young_days"],
        notice_days=days["notice_days"],
    )


def _windows(given: Given) -> dict[str, Window]:
    found = {}
    for page in PAGES:
        width, *most = (
            given.whole(f"{page or 'all'}_{limit}", low=2 if limit == "width" else 0, high=50)
            for limit in LIMITS
        )
        if width is None:
            continue
        if any((one or 0) > width for one in most):
            given.refuse(f"{page or 'all'}_width", _("A limit cannot be greater than its number of places."))
        found[page] = Window(width, *(one or 0 for one in most))
    return found


def _weights(given: Given, kind: str) -> dict[int, float]:
    found: dict[int, float] = {}
    pairs = zip(given.post.getlist(f"{kind}_name"), given.post.getlist(f"{kind}_times"), strict=False)
    for name, times in pairs:
        if not name.strip():
            continue
        key, weight = _key(kind, name.strip()), _times(times)
        if key is None:
            given.refuse(kind, _("“%(name)s” is unknown. Choose from the list.") % {"name": name.strip()})
        elif weight is None:
            given.refuse(
                kind, _("Write a weight from %(least)s to %(most)s.") % {"least": LEAST, "most": MOST}
            )
        else:
            found[key] = weight
    return found


def _key(kind: str, name: str) -> int | None:
    try:
        return any_store(name).pk if kind == "stores" else brand(name, retired=True).pk
    except NotFound:
        return None


def _times(text: str) -> float | None:
    try:
        found = float(text.strip().replace(",", "."))
    except ValueError:
        return None
    return found if LEAST <= found <= MOST else None
