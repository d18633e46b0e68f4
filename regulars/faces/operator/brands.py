"""Brands that products of any store may carry."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from regulars.faces.look.forms import Given
from regulars.faces.look.going import go
from regulars.faces.operator.frame import here, show, turns
from regulars.goods.catalog import actions as catalog
from regulars.goods.catalog.queries import brand, brands
from regulars.ground.kit.actors import Actor
from regulars.ground.kit.pages import page
from regulars.ground.kit.refusals import Refusal


def index(request: HttpRequest) -> HttpResponse:
    """Brands in use, by name."""
    return _page(request, here(request))


def _page(request: HttpRequest, actor: Actor, errors: dict[str, str] | None = None) -> HttpResponse:
    asked = {"q": request.GET.get("q", "").strip()[:80]}
    found = page(brands(asked["q"]), by="name", cursor=request.GET.get("cursor", ""), size=60)
    return show(
        request,
        "brands",
        actor,
        "console_brands",
        status=422 if errors else 200,
        rows=found.items,
        asked=asked,
        errors=errors or {},
        values=request.POST.dict(),
        clear="?" if asked["q"] else "",
        extra=turns(found, asked),
    )


def add(request: HttpRequest) -> HttpResponse:
    """A new brand."""
    actor = here(request, "market.catalog")
    given = Given(request.POST)
    try:
        catalog.add_brand(by=actor, name=given.text("name"), name_zh=given.text("name_zh"))
    except Refusal as refusal:
        given.take(refusal, {}, "name")
        return _page(request, actor, given.errors)
    messages.success(request, _("The brand is there."))
    return go("console_brands")


def retire(request: HttpRequest, slug: str) -> HttpResponse:
    """No longer offer a brand for new products."""
    actor = here(request, "market.catalog")
    catalog.retire_brand(by=actor, brand=brand(slug, retired=True))
    messages.success(request, _("The brand is retired. Products that carry it keep it."))
    return go("console_brands")
