"""The way in: straight into the only store, a choice of several, or a page that opens the first."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from regulars.faces.look.forms import Given
from regulars.faces.look.going import go
from regulars.faces.merchant.frame import GROUPS, here, name_of, opens, show
from regulars.faces.merchant.opening.progress import steps
from regulars.goods.media.queries import picture_urls, pictures_by_public_id
from regulars.ground.kit.actors import Actor
from regulars.ground.kit.refusals import LogInFirst, NotFound, Refusal
from regulars.people.accounts.queries import person
from regulars.people.merchants import actions as merchants
from regulars.people.merchants.queries import Store, market, place, stores_of

FIELDS = ("name", "name_zh", "city", "story")


def desk(request: HttpRequest) -> HttpResponse:
    """/desk/: the only store, the list to choose from, or the page that opens the first."""
    if not request.user.is_authenticated:
        raise LogInFirst()
    mine = list(stores_of(request.user.pk))
    if not mine:
        return go("desk_open")
    if len(mine) == 1:
        return enter(request, mine[0].public_id)
    logos = pictures_by_public_id([row.logo for row in mine])
    return _plain(request, "choose", stores=[_card(row, logos) for row in mine])


def _card(row: Store, logos: dict[str, Any]) -> dict[str, Any]:
    return {
        "name": name_of(row), "city": row.city, "href": reverse("desk_open_store", args=[row.public_id]),
        "logo": picture_urls(logos[row.logo]).src if row.logo in logos else "", "closed": row.closed_at is not None,
    }  # fmt: skip


def _plain(request: HttpRequest, template: str, status: int = 200, **context: Any) -> HttpResponse:
    links = {
        "home": reverse("home"),
        "log_out": reverse("account_logout"),
        "language": reverse("set_language"),
    }
    return render(request, f"merchant/opening/{template}.html", {"links": links} | context, status=status)


def open_a_store(request: HttpRequest) -> HttpResponse:
    """A new store: a name is enough, everything else can follow."""
    if not request.user.is_authenticated:
        raise LogInFirst()
    given = Given(request.POST, market().currency)
    if request.method == "POST":
        opened = _opened(request, given)
        if opened is not None:
            messages.success(request, _("Your store is open. Here is the way to the first sale."))
            return go("desk_start", opened.public_id)
    values = {name: request.POST.get(name, "") for name in (*FIELDS, "freight")}
    first = not stores_of(request.user.pk)
    return _plain(
        request, "open", 422 if given.errors else 200, values=values, errors=given.errors, first=first,
        currency=market().currency,
    )  # fmt: skip


def _opened(request: HttpRequest, given: Given) -> Store | None:
    freight = given.money("freight") or 0
    if given.errors:
        return None
    actor = Actor("shopper", person_id=request.user.pk)
    words = {name: given.text(name) for name in FIELDS}
    try:
        return merchants.open_store(
            by=actor, owner=person(actor.require_person()), freight_minor=freight, **words
        )
    except NotFound:
        raise
    except Refusal as refusal:
        given.refuse(refusal.param or "name", str(refusal.sentence))
        return None


def enter(request: HttpRequest, store_id: str) -> HttpResponse:
    """Into the store, to the first page the viewer's role opens."""
    if not request.user.is_authenticated:
        raise LogInFirst()
    store, actor = place(request.user.pk, store_id)
    first = next(one.route for _label, group in GROUPS for one in group if opens(one, actor))
    return go(first, store.public_id)


def start(request: HttpRequest, store_id: str) -> HttpResponse:
    """The way to the first sale."""
    store, actor = here(request, store_id)
    return show(request, "opening/start", store, actor, "desk_today", steps=steps(store))
