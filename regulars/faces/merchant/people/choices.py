"""What forms let somebody choose from among the store's people."""

from __future__ import annotations

from regulars.loyalty.segments.queries import segments_of
from regulars.people.merchants.queries import Store


def group_choices(store: Store) -> list[tuple[str, str]]:
    """Groups, lists and tags with how many are in, by public id, the latest first."""
    return [(row.public_id, f"{row.name} · {row.size}") for row in segments_of(store)[:200]]
