"""Pages: what they are made of, what stands on them for whom, and how they came to be so."""

from regulars.discovery.storefront.queries.belonging import Audience, known_audience, told_audience
from regulars.discovery.storefront.queries.checking import Wrong, clean_blocks, missing
from regulars.discovery.storefront.queries.drawing import Drawn, drawn, ready
from regulars.discovery.storefront.queries.kinds import kinds, kinds_for, part_kinds
from regulars.discovery.storefront.queries.pages import (
    Layout,
    compared,
    draft_of,
    history,
    layout,
    page_of,
    pages_of,
    showing_now,
    shown_at,
    snapshot_of,
    standing,
    usual,
    waiting,
)
from regulars.discovery.storefront.queries.previewing import Preview, preview_of, preview_token
from regulars.discovery.storefront.queries.varying import by_engine

__all__ = [
    "Audience",
    "Drawn",
    "Layout",
    "Preview",
    "Wrong",
    "by_engine",
    "clean_blocks",
    "compared",
    "draft_of",
    "drawn",
    "history",
    "kinds",
    "kinds_for",
    "known_audience",
    "layout",
    "missing",
    "page_of",
    "pages_of",
    "part_kinds",
    "preview_of",
    "preview_token",
    "ready",
    "showing_now",
    "shown_at",
    "snapshot_of",
    "standing",
    "told_audience",
    "usual",
    "waiting",
]
