"""A page made of blocks: what stands on it, drawn for whoever looks."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.translation import get_language
from markupsafe import Markup

from regulars.discovery.recommend.queries import EVERYONE, Looker
from regulars.discovery.recommend.queries.variants import Picked
from regulars.discovery.storefront.files import address
from regulars.discovery.storefront.hooks import PageKind, Scene
from regulars.discovery.storefront.queries import Drawn, Layout, by_engine, drawn, known_audience, layout
from regulars.faces.shopper.browsing.filled import tiled
from regulars.faces.shopper.browsing.previewed import imagined_in, wish_of
from regulars.faces.shopper.frame import looking
from regulars.faces.shopper.looker import looker_of
from regulars.ground.kit import clock
from regulars.ground.kit.refusals import NotFound
from regulars.people.merchants.queries import Store

log = logging.getLogger("regulars.storefront")


@dataclass(frozen=True, slots=True)
class Piece:
    """One block of a page. `html` is None for a part of the page itself: the page draws it where it stands."""

    id: str
    kind: str
    source: str
    html: Markup | None = None


@dataclass(frozen=True, slots=True)
class Arranged:
    """The pieces of a page in order, and the files they want linked."""

    pieces: list[Piece]
    styles: list[str]
    scripts: list[str]

    def has(self, kind: str) -> bool:
        """Whether such a part stands on the page."""
        return any(one.kind == kind for one in self.pieces)


def arranged(
    request: HttpRequest, kind: PageKind, *, store: Store | None = None, subject: str = "",
    product: int | None = None, category: int | None = None, parts_only: bool = False,
) -> Arranged:  # fmt: skip
    """What stands on the page for whoever looks; `parts_only` leaves out what was added (long lists, second pages)."""
    wish, person = wish_of(request), looking(request).person_id
    if wish and (wish.page != kind or wish.store != (store.public_id if store else "")):
        raise NotFound()
    now = wish.at if wish else clock.now()
    scene = Scene(
        page=kind, now=now, language=get_language() or "en", looker=looker(request, store), person=person,
        store=store.pk if store else None, product=product, category=category, preview=wish is not None,
        persona=wish.kind if wish else "",
    )  # fmt: skip
    made = _blocks(request, kind, now, store, subject)
    audience = wish.audience if wish else known_audience(store, person)
    vary = by_engine(scene, made.page, store, audience, wish.variant if wish else "")
    found = drawn(made.blocks, scene, audience, vary)
    return _laid_out(request, scene, [one for one in found if not parts_only or not one.block.template])


def _blocks(request: HttpRequest, kind: PageKind, now: datetime, store: Store | None, subject: str) -> Layout:
    wish = wish_of(request)
    return Layout(wish.blocks(store)) if wish else layout(kind, now, store, subject)


def looker(request: HttpRequest, store: Store | None = None) -> Looker:
    """Who looks, as choosing needs to know; no guest, as their pages are drawn once for all. In a preview somebody of
    the kind that is imagined."""
    if wish_of(request):
        return imagined_in(request, store)
    return looker_of(request) if request.user.is_authenticated else EVERYONE


def _laid_out(request: HttpRequest, scene: Scene, found: list[Drawn]) -> Arranged:
    contexts = tiled([one.context for one in found], scene)
    pieces = [
        piece for one, ctx in zip(found, contexts, strict=True) if (piece := _piece(request, scene, one, ctx))
    ]
    shown = {piece.kind for piece in pieces}
    used = {one.kind: one.block for one in found if one.kind in shown and one.block.template}
    return Arranged(
        pieces,
        [address(kind, block.style) for kind, block in used.items() if block.style],
        [address(kind, block.script) for kind, block in used.items() if block.script],
    )


def _piece(request: HttpRequest, scene: Scene, one: Drawn, context: Mapping[str, Any]) -> Piece | None:
    if not one.block.template:
        return Piece(one.id, one.kind, one.source)
    named = {"id": one.id, "kind": one.kind, "source": one.source}
    try:
        html = render_to_string(
            address(one.kind, one.block.template),
            {**context, "block": named, "scene": scene},
            request,
            using="jinja2",
        )
    except Exception:
        log.exception("block %s of kind %s cannot be shown", one.id, one.kind)
        return None
    return (
        Piece(one.id, one.kind, one.source, _wrapped(named, context, html, one.picked))
        if html.strip()
        else None
    )


def _wrapped(
    named: dict[str, str], context: Mapping[str, Any], html: str, picked: Picked | None = None
) -> Markup:
    decision = context.get("decision")
    more = Markup(' data-decision="{}"').format(decision) if isinstance(decision, str) else ""
    if picked and picked.decision:
        more += Markup(' data-choice="{}" data-variant="{}"').format(picked.decision, picked.variant)
    around = Markup('<div class="block block-{kind}" id="b-{id}" data-block="{id}" data-kind="{kind}"{more}>')
    return around.format(**named, more=more) + Markup(html) + Markup("</div>\n")
