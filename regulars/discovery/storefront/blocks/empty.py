"""What a block says when it has nothing to show: nothing to shoppers, a hint to who is building the page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from regulars.discovery.storefront.hooks import Scene


def nothing(scene: Scene, hint: Any) -> Mapping[str, Any] | None:
    """None for shoppers; in a preview the sentence that teaches what would bring the block to life."""
    return {"hint": hint} if scene.preview else None
