"""A page drawn: its blocks in order, each filled with what stands in it for whoever looks."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from regulars.discovery.recommend.queries.variants import Picked
from regulars.discovery.storefront.hooks import Block, Field, Scene
from regulars.discovery.storefront.queries.belonging import Audience
from regulars.discovery.storefront.queries.checking import LANGUAGES, clean_settings
from regulars.discovery.storefront.queries.kinds import kinds
from regulars.discovery.storefront.queries.varying import Vary, by_rule
from regulars.discovery.storefront.rules import picking

log = logging.getLogger("regulars.storefront")


@dataclass(frozen=True, slots=True)
class Drawn:
    """One block of a page: its place, its kind, in which variant, and what its template gets.

    `picked` is what was chosen between variants that fit the reader alike; None where there was no choice.
    """

    id: str
    kind: str
    block: Block
    variant: str
    context: Mapping[str, Any]
    picked: Picked | None = None

    @property
    def source(self) -> str:
        """What lists in the block say of themselves when something is chosen from them."""
        return f"block:{self.kind}:{self.id}" + (f":{self.variant}" if self.variant else "")


def drawn(
    blocks: Sequence[Mapping[str, Any]], scene: Scene, audience: Audience, vary: Vary = by_rule
) -> list[Drawn]:
    """The blocks whose time it is, filled. One that is empty is left out, and so is one that fails (it is logged).

    `vary` chooses between variants that fit the reader alike.
    """
    found = (_drawn(one, scene, audience, vary) for one in picking.running(blocks, scene.now))
    return [one for one in found if one is not None]


def _drawn(one: Mapping[str, Any], scene: Scene, audience: Audience, vary: Vary) -> Drawn | None:
    block = kinds().get(one["kind"])
    if block is None or scene.page not in block.pages:
        return None
    picked: list[Picked] = []

    def choose(variants: Sequence[str]) -> str:
        picked.append(vary(one, variants))
        return picked[0].variant

    try:
        variant, settings = picking.settings_for(one, audience, choose)
        context = block.fill(ready(block.fields, settings, scene.language), scene)
    except Exception:
        log.exception("block %s of kind %s cannot be filled", one["id"], one["kind"])
        return None
    if context is None:
        return None
    return Drawn(one["id"], one["kind"], block, variant, context, picked[0] if picked else None)


def ready(fields: Sequence[Field], settings: Mapping[str, Any], language: str) -> dict[str, Any]:
    """Settings as `fill` gets them: every field, cleaned once more, texts in the reader's language."""
    clean = clean_settings(fields, settings, lambda *fault: None)
    return _said(fields, clean, LANGUAGES[1] if language.startswith("zh") else LANGUAGES[0])


def _said(fields: Sequence[Field], settings: Mapping[str, Any], language: str) -> dict[str, Any]:
    found = dict(settings)
    for one in fields:
        value = found[one.name]
        if one.kind == "rows":
            found[one.name] = [_said(one.inside, row, language) for row in value]
        elif one.spoken:
            found[one.name] = value[language] or next((text for text in value.values() if text), "")
    return found
