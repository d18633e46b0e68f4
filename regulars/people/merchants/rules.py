"""Roles: named sets of rights."""

from __future__ import annotations

import re

ROLES: dict[str, tuple[str, ...]] = {
    "owner": (
        "reception", "orders", "products", "customers", "offers", "money", "staff", "settings", "export",
    ),
    "operation": ("reception", "orders", "products", "customers", "offers"),
    "warehouse": ("orders",),
    "reception": ("reception", "customers"),
    "accountant": ("money", "export"),
}


def slug(name: str, taken: set[str]) -> str:
    """An address for a store: Latin letters and digits of its name, made unique by a number."""
    stem = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[:50] or "store"
    if stem not in taken:
        return stem
    number = 2
    while f"{stem}-{number}" in taken:
        number += 1
    return f"{stem}-{number}"
