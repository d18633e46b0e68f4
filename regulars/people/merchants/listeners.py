"""What the ground floor needs to know of stores."""

from __future__ import annotations

from collections.abc import Iterable

from regulars.ground.bus.naming import names
from regulars.people.merchants import queries


@names("store")
def store_names(keys: Iterable[int]) -> dict[int, str]:
    """Public ids of stores."""
    return queries.public_ids(keys)
