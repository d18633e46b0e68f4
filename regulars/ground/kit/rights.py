"""Every right there is. An unknown name stops the program at start-up."""

from __future__ import annotations

STORE_RIGHTS: dict[str, str] = {
    "reception": "Read customers and orders, answer shoppers",
    "orders": "Ship, deliver, refuse and refund orders",
    "products": "Create and change products, prices and stock",
    "customers": "Read customers and write notes about them",
    "offers": "Create, change and stop offers",
    "money": "Read statements and payouts",
    "staff": "Invite staff and change roles",
    "settings": "Change the store itself",
    "export": "Export everything the store owns",
}

MARKET_RIGHTS: dict[str, str] = {
    "market.read": "Read the console",
    "market.merchants": "Open, suspend and restore stores",
    "market.catalog": "Change categories and brands",
    "market.offers": "Run offers across stores",
    "market.orders": "Decide disputes",
    "market.money": "Change commissions, run settlements and payouts",
}

ALL_RIGHTS = frozenset(STORE_RIGHTS) | frozenset(MARKET_RIGHTS)


class UnknownRight(LookupError):
    """A right was named that does not exist."""


def known(name: str) -> str:
    """`name` when it is a right. Raises UnknownRight."""
    if name not in ALL_RIGHTS:
        raise UnknownRight(f"There is no right called {name!r}. Known: {', '.join(sorted(ALL_RIGHTS))}")
    return name
