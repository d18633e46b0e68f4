"""Roles: named sets of rights."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

ROLES: dict[str, tuple[str, ...]] = {
    "owner": (
        "reception",
        "orders",
        "products",
        "customers",
        "offers",
        "money",
        "staff",
        "settings",
        "export",
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


@dataclass(frozen=True, slots=True)
class StoreRow:
    """A store an import brings. `slug` must be unused; amounts are minor units of `currency`."""

    external_ref: str
    slug: str
    name: str
    currency: str
    name_zh: str = ""
    story: str = ""
    story_zh: str = ""
    city: str = ""
    freight_minor: int = 0
    free_freight_from_minor: int | None = None
    opened_at: datetime | None = None
    owner_id: int | None = None
