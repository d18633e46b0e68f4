"""A page drawn: its blocks in order, each filled with what stands in it for whoever looks."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from regulars.discovery.storefront.hooks import Block, Field, Scene
from regulars.discovery.storefront.queries.checking import LANGUAGES, clean_settings
from regulars.discovery.storefront.queries.kinds import kinds
from regulars.discovery.storefront.rules import picking
from regulars.loyalty.customers.queries import relation_of
from regulars.loyalty.segments.queries import segments_with

log = logging.getLogger("regulars.storefront")
Audience = Callable[[Mapping[str, str]], bool]


@dataclass(frozen=True, slots=True)
class Drawn:
    """One block of a page: its place, its kind, in which variant, and what its template gets."""

    id: str
    kind: str
    block: Block
    variant: str
    context: Mapping[str, Any]

    @property
    def source(self) -> str:
        """What lists in the block say of themselves when something is chosen from them."""
        return f"block:{self.kind}:{self.id}" + (f":{self.variant}" if self.variant else "")


def drawn(blocks: Sequence[Mapping[str, Any]], scene: Scene, audience: Audience) -> list[Drawn]:
    """The blocks whose time it is, filled. One that is empty is left out, and so is one that fails (it is logged)."""
    found = (_drawn(one, scene, audience) for one in picking.running(blocks, scene.now))
    return [one for one in found if one is not None]


def _drawn(one: Mapping[str, Any], scene: Scene, audience: Audience) -> Drawn | None:
    block = kinds().get(one["kind"])
    if block is None or scene.page not in block.pages:
        return None
    try:
        variant, settings = picking.settings_for(one, audience)
        context = block.fill(ready(block.fields, settings, scene.language), scene)
    except Exception:
        log.exception("block %s of kind %s cannot be filled", one["id"], one["kind"])
        return None
    return None if context is None else Drawn(one["id"], one["kind"], block, variant, context)


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


def known_audience(store: Any, person_id: int | None) -> Audience:
    """To which kinds of people somebody belongs at a store (None: the market, where only strangers are known).

    It asks when the first variant wants to know, once for all blocks of a page.
    """
    asked: list[tuple[set[str], set[str]]] = []

    def belongs(whom: Mapping[str, str]) -> bool:
        if not asked:
            asked.append(_belonging(store, person_id))
        named, groups = asked[0]
        return whom["kind"] in named or (whom["kind"] == picking.SEGMENT and whom["of"] in groups)

    return belongs


def _belonging(store: Any, person_id: int | None) -> tuple[set[str], set[str]]:
    if person_id is None:
        return {picking.STRANGER}, set()
    if store is None:
        return set(), set()
    relation = relation_of(store, person_id)
    follows = relation is not None and relation.followed_at is not None and relation.left_at is None
    bought = relation is not None and relation.orders_count > 0
    named = {picking.FOLLOWER} if follows else set()
    return named | {picking.REGULAR if bought else picking.NEW}, segments_with(store, person_id)


def told_audience(kind: str, of: str = "") -> Audience:
    """The kind of person a preview is for; a member of a group is nothing else."""

    def belongs(whom: Mapping[str, str]) -> bool:
        return whom["kind"] == kind and (kind != picking.SEGMENT or whom["of"] == of)

    return belongs
