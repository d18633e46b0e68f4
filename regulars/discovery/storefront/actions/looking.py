"""What is typed and not kept yet, for the preview: nothing of it is published, and it goes after some minutes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.cache import cache

from regulars.discovery.storefront import queries
from regulars.discovery.storefront.actions.owning import may_change
from regulars.discovery.storefront.queries.previewing import unsaved_key
from regulars.ground.kit.actors import Actor
from regulars.ground.kit.ids import new_id
from regulars.people.merchants.models import Store

SECONDS = 600


def look_at_unsaved(
    *, by: Actor, store: Store | None, kind: str, subject: str = "", blocks: Sequence[Any]
) -> str:
    """Put these blocks aside for one look, without what cannot stand; their name. Raises NotFound, NotAllowed."""
    may_change(by, store, kind, subject)
    name = new_id("lok")
    clean, _faults = queries.clean_blocks(blocks, kind)  # type: ignore[arg-type]
    cache.set(unsaved_key(name), clean, SECONDS)
    return name
