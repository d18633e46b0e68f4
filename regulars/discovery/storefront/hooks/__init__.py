"""Where plug-ins add blocks to pages."""

from regulars.discovery.storefront.hooks.block import Block, Field, Image, PageKind, Scene
from regulars.ground.plugins.hooks import Hook

blocks: Hook[[], Block] = Hook("storefront.blocks", "Which other kind of block may stand on a page?")

__all__ = ["Block", "Field", "Image", "PageKind", "Scene", "blocks"]
