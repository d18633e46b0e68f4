"""Forms that rest on an earlier step: what has to be there before they can be sent, and the form then."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from django.urls import reverse

from regulars.discovery.ranking import actions as placing
from regulars.discovery.ranking.rules import STANDARD
from regulars.discovery.storefront import actions as storefront
from regulars.discovery.storefront.queries import pages
from regulars.discovery.storefront.rules import editing
from regulars.faces.look.forms import local_input
from regulars.faces.operator.placing import form
from regulars.goods.catalog.models import Variant
from regulars.ground.kit import clock
from regulars.ground.kit.actors import SYSTEM
from tests.guarantees.routes import ROWS
from tests.guarantees.world import World

Form = tuple[str, dict[str, Any]]
TITLE = {"s.text.en": "Kiln days", "s.text.zh-hans": "开窑日"}


def _drafted(world: World, desk: bool) -> tuple[list[str], dict[str, Any]]:
    """A page with one more block in its draft: the parts of its address, and what actions ask of it."""
    page: dict[str, Any] = {
        "by": world.a.at_work if desk else SYSTEM,
        "store": world.a.store if desk else None,
        "kind": "product" if desk else "market",
    }
    blocks = [*pages.usual(page["kind"]), editing.block("blk_kiln", "text", {"text": {"en": "Kiln"}})]
    draft = storefront.save_draft(**page, blocks=blocks, version=0)
    return [*([world.a.store.public_id] if desk else []), page["kind"]], page | {"version": draft.version}


def _block(desk: bool) -> Callable[[World], Form]:
    def ready(world: World) -> Form:
        args, page = _drafted(world, desk)
        path = reverse("desk_page_block" if desk else "console_page_block", args=[*args, "blk_kiln"])
        return path, TITLE | {"version": page["version"]}

    return ready


def _publish(desk: bool) -> Callable[[World], Form]:
    def ready(world: World) -> Form:
        args, page = _drafted(world, desk)
        path = reverse("desk_page_publish" if desk else "console_page_publish", args=args)
        return path, {"version": page["version"], "note": "Kiln days"}

    return ready


def _back(world: World) -> Form:
    args, page = _drafted(world, False)
    storefront.publish(**page)
    return reverse("console_page_back", args=args), {"do": "back", "number": "0"}


def _pin(world: World) -> Form:
    times = {"since": local_input(clock.now()), "until": local_input(clock.now() + timedelta(days=2))}
    said = {"product": world.a.ids["product"], "place": "3", "reason": "Kiln days"}
    return reverse("console_pins"), said | times


def _rulebook(world: World) -> Form:
    placing.withdraw(by=SYSTEM, edition_id=world.a.ids["edition"])
    said = {name: value for name, value in form.shown(STANDARD).items() if name not in ("stores", "brands")}
    start = local_input(clock.now() + timedelta(days=40))
    return reverse("console_placing_next"), said | {
        "do": "publish",
        "starts_at": start,
        "expected": "0",
        "floor": "15",
    }


def _synonym(world: World) -> Form:
    return reverse("console_synonym_end", args=[world.a.ids["synonym"]]), {}


def _uncosted(name: str) -> Callable[[World], Form]:
    """A plan that the guard has nothing to say of: else its publishing leads to what it found."""

    def ready(world: World) -> Form:
        Variant.objects.across_stores("goods without a cost are not judged").update(cost_minor=None)
        return ROWS[name].path(world.a), ROWS[name].body(world, world.a)

    return ready


READY: Mapping[str, Callable[[World], Form]] = {
    "desk_page_block": _block(True),
    "desk_page_publish": _publish(True),
    "console_page_block": _block(False),
    "console_page_publish": _publish(False),
    "console_page_back": _back,
    "console_pins": _pin,
    "console_placing_next": _rulebook,
    "console_synonym_end": _synonym,
    **{name: _uncosted(name) for name in ("desk_drop_do", "desk_presale_do", "desk_lottery_do")},
}
