"""One block by itself, filled and drawn as a page does it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils.translation import get_language

from regulars.discovery.recommend.queries import Looker
from regulars.discovery.storefront.files import address
from regulars.discovery.storefront.hooks import PageKind, Scene
from regulars.discovery.storefront.queries.drawing import ready
from regulars.discovery.storefront.queries.kinds import kinds
from regulars.faces.shopper.browsing.filled import tiled
from regulars.goods.media.models import Picture
from regulars.ground.kit import clock
from regulars.people.accounts.models import Person

Settings = Mapping[str, Any]


def scene(page: PageKind = "market", **more: Any) -> Scene:
    """A page of that kind, now, in the language of the test, for nobody in particular."""
    return Scene(page=page, now=clock.now(), language=get_language() or "en", looker=Looker(), **more)


def filled(kind: str, settings: Settings, at: Scene) -> Mapping[str, Any] | None:
    """What the block gives its template; None where it leaves the page."""
    block = kinds()[kind]
    return block.fill(ready(block.fields, settings, at.language), at)


def drawn(kind: str, settings: Settings, at: Scene) -> str:
    """The block's markup without what the page puts around it; empty where it leaves the page."""
    context = filled(kind, settings, at)
    if context is None:
        return ""
    request = RequestFactory().get("/here/")
    request.user = Person.objects.get(pk=at.person) if at.person else AnonymousUser()
    request.csp_nonce = "nonce"  # type: ignore[attr-defined]
    named = {"id": "one", "kind": kind, "source": f"block:{kind}:one"}
    template = address(kind, kinds()[kind].template)
    words = {**tiled([context], at)[0], "block": named, "scene": at}
    return render_to_string(template, words, request, using="jinja2").strip()


def picture(alt: str = "") -> str:
    """The public id of a picture that was taken in (its files are not looked at)."""
    row = Picture.objects.create(
        owner_kind="store", owner_id="1", alt=alt, width=640, height=480, bytes=1, sha256="0"
    )
    return row.public_id
