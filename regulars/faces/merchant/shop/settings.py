"""The store itself: words, pictures, delivery, and closing it."""

from __future__ import annotations

from typing import Literal

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from regulars.faces.look.forms import Given, major
from regulars.faces.look.going import go
from regulars.faces.merchant.frame import here, show
from regulars.faces.merchant.shop.pictures import image
from regulars.goods.media.actions import set_store_picture
from regulars.ground.kit.actors import Actor
from regulars.ground.kit.refusals import NotFound, Refusal
from regulars.people.merchants import actions as merchants
from regulars.people.merchants.queries import Store

Image = Literal["logo", "banner"]
WORDS = ("name", "name_zh", "city", "story", "story_zh")
IMAGES: tuple[Image, ...] = ("logo", "banner")


def index(request: HttpRequest, store_id: str) -> HttpResponse:
    """Each card is a form of its own; `part` says which one was sent."""
    store, actor = here(request, store_id)
    actor.require("settings", store.pk)
    if request.method != "POST":
        return _page(request, store, actor)
    given = Given(request.POST, store.currency)
    parts = {
        "words": _words,
        "pictures": _pictures,
        "delivery": _delivery,
        "close": _close,
        "reopen": _reopen,
    }
    if given.text("part") not in parts:
        raise NotFound()
    try:
        said = parts[given.text("part")](request, given, store, actor)
    except NotFound:
        raise
    except Refusal as refusal:
        given.refuse(refusal.param or "name", str(refusal.sentence))
    if given.errors:
        return _page(request, store, actor, given)
    messages.success(request, said)
    return go("desk_settings", store.public_id)


def _words(request: HttpRequest, given: Given, store: Store, actor: Actor) -> str:
    merchants.change_store(by=actor, store=store, **{name: given.text(name) for name in WORDS})
    return _("Saved.")


def _pictures(request: HttpRequest, given: Given, store: Store, actor: Actor) -> str:
    sent = {name: files[0] for name in IMAGES if (files := request.FILES.getlist(name))}
    gone = [name for name in IMAGES if given.flag(f"no_{name}")]
    for name, file in sent.items():
        try:
            set_store_picture(by=actor, store=store, name=name, upload=file)
        except Refusal as refusal:
            given.refuse(name, str(refusal.sentence))
    if gone:
        merchants.change_store(by=actor, store=store, **dict.fromkeys(gone, ""))
    if not sent and not gone:
        given.refuse("logo", _("Choose a picture first."))
    return _("Saved.")


def _delivery(request: HttpRequest, given: Given, store: Store, actor: Actor) -> str:
    terms = {
        "freight_minor": given.money("freight", needed=True),
        "free_freight_from_minor": given.money("free_from"),
        "returns_days": given.whole("returns_days", needed=True, low=0, high=365),
    }
    if not given.errors:
        merchants.change_store(by=actor, store=store, **terms)
    return _("Saved.")


def _close(request: HttpRequest, given: Given, store: Store, actor: Actor) -> str:
    merchants.close_store(by=actor, store=store, typed_name=given.text("typed_name"))
    return _("The store is closed. Everything in it stays, and you can open it again here.")


def _reopen(request: HttpRequest, given: Given, store: Store, actor: Actor) -> str:
    merchants.reopen_store(by=actor, store=store)
    return _("The store is open again.")


def _page(request: HttpRequest, store: Store, actor: Actor, given: Given | None = None) -> HttpResponse:
    values = {name: getattr(store, name) for name in WORDS} | {
        "freight": major(store.freight_minor, store.currency),
        "free_from": major(store.free_freight_from_minor, store.currency),
        "returns_days": store.returns_days, "typed_name": "",
    }  # fmt: skip
    errors = given.errors if given else {}
    if given:
        values |= {name: request.POST[name] for name in values if name in request.POST}
    return show(
        request, "shop/settings", store, actor, "desk_settings", status=422 if errors else 200, values=values,
        errors=errors, listed=[{"text": text, "href": f"#f-{name}"} for name, text in errors.items()],
        logo=image(store.logo), banner_image=image(store.banner),
    )  # fmt: skip
