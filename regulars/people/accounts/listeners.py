"""What the ground floor needs to know of persons."""

from __future__ import annotations

from collections.abc import Iterable

from regulars.ground.bus.naming import names
from regulars.people.accounts import queries


@names("person")
def person_names(keys: Iterable[int]) -> dict[int, str]:
    """Public ids of persons."""
    return queries.public_ids(keys)
