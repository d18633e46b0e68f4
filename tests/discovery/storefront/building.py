"""Short ways to pages in tests."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from regulars.discovery.storefront import actions, queries
from regulars.discovery.storefront.models import Draft, Snapshot
from regulars.discovery.storefront.rules import editing
from tests.town import Town


def shout(id: str, title: str, **more: Any) -> dict[str, Any]:
    """A block that says its title."""
    settings = {"title": {"en": title, "zh-hans": title}} | more.pop("settings", {})
    return editing.block(id, "test-shout", settings) | more


def with_blocks(*blocks: dict[str, Any]) -> list[dict[str, Any]]:
    """The store's usual home with blocks below its sign."""
    front, *rest = queries.usual("store")
    return [front, *blocks, *rest]


def draft(town: Town, *blocks: dict[str, Any], version: int = 0) -> Draft:
    """Mei's draft of her home."""
    return actions.save_draft(
        by=town.mei_at_work(), store=town.clay, kind="store", blocks=with_blocks(*blocks), version=version
    )


def published(
    town: Town, *blocks: dict[str, Any], since: datetime | None = None, until: datetime | None = None
) -> Snapshot:
    """Mei's home as she publishes it."""
    row = queries.draft_of(queries.page_of(town.clay, "store"))
    made = draft(town, *blocks, version=row.version if row else 0)
    return actions.publish(
        by=town.mei_at_work(), store=town.clay, kind="store", version=made.version, since=since, until=until
    )
