"""A rulebook as it is kept, and what is wrong with one that is proposed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict
from typing import Any

from regulars.discovery.ranking.rules.rulebook import LEAST, MOST, Pin, Rulebook, Window

NUMBERS = ("floor", "cap", "variety", "tie", "young_days", "small_share", "notice_days")
BOUNDS: dict[str, tuple[float, float]] = {
    "floor": (0, 0.5),
    "cap": (0.02, 1),
    "variety": (0, 1),
    "tie": (0, 0.1),
    "young_days": (0, 730),
    "small_share": (0, 0.1),
    "notice_days": (0, 90),
}
WIDTHS = (2, 50)


def stored(book: Rulebook) -> dict[str, Any]:
    """The rulebook as plain data; its version and its pins are kept elsewhere."""
    return {
        "stores": {str(key): times for key, times in book.stores.items()},
        "brands": {str(key): times for key, times in book.brands.items()},
        "windows": {spot: asdict(window) for spot, window in book.windows.items()},
        **{name: getattr(book, name) for name in NUMBERS},
    }


def read(version: str, body: Mapping[str, Any], pins: tuple[Pin, ...] = ()) -> Rulebook:
    """The rulebook of what `stored` gave."""
    return Rulebook(
        version=version,
        stores={int(key): times for key, times in body.get("stores", {}).items()},
        brands={int(key): times for key, times in body.get("brands", {}).items()},
        windows={spot: Window(**window) for spot, window in body.get("windows", {}).items()},
        pins=pins,
        **{name: body[name] for name in NUMBERS if name in body},
    )


def faults(book: Rulebook) -> Iterator[str]:
    """Names of the parts that are outside their bounds: `stores`, `brands`, `windows` or a number's name."""
    for name in ("stores", "brands"):
        if any(not LEAST <= times <= MOST for times in getattr(book, name).values()):
            yield name
    if any(not _sound(window) for window in book.windows.values()):
        yield "windows"
    for name, (low, high) in BOUNDS.items():
        if not low <= getattr(book, name) <= high:
            yield name


def _sound(window: Window) -> bool:
    within = all(0 <= most <= window.width for most in (window.store, window.brand, window.leaf))
    return WIDTHS[0] <= window.width <= WIDTHS[1] and within
