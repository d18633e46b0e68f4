"""Who may write to the person who looks: every store, how they met, one switch a channel, one budget for all."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from regulars.faces.look.going import go, see_other
from regulars.faces.shopper.browsing import tiles
from regulars.faces.shopper.buying.going import back_to
from regulars.faces.shopper.frame import looking, show
from regulars.goods.catalog.queries import said
from regulars.loyalty.customers.queries import store_met
from regulars.loyalty.outreach import actions, queries

MOST = 200


def writers(request: HttpRequest) -> HttpResponse:
    """The page. Raises LogInFirst."""
    person = looking(request).require_person()
    found = queries.writers_of(person)[:MOST]
    urls = tiles.pictures(stores=[one.store for one in found])
    return show(
        request,
        "writing/writers",
        active="me",
        back={"href": reverse("me"), "label": _("Me")},
        rows=[_row(one, urls) for one in found],
        any=any(one.any for one in found),
        budget=queries.budget_of(person),
        quiet=queries.quiet(),
    )


def switched(request: HttpRequest, slug: str) -> HttpResponse:
    """Switch one channel of one store on or off. Raises LogInFirst, NotFound, UnknownPurpose."""
    by = looking(request)
    store = store_met(by.require_person(), slug)
    on, channel = request.POST.get("on") == "1", request.POST.get("channel", "")
    actions.switch(by=by, store=store, channel=channel, on=on)
    name, where = said(store.name, store.name_zh), channel_words(channel)
    text = (
        _("%(store)s may write to you: %(where)s.")
        if on
        else _("%(store)s no longer writes to you: %(where)s.")
    )
    messages.success(request, text % {"store": name, "where": where})
    return see_other(back_to(request, reverse("my_writers")))


def silence(request: HttpRequest) -> HttpResponse:
    """Let no store write. Raises LogInFirst."""
    many = actions.silence_all(by=looking(request))
    text = ngettext("%(n)s store no longer writes to you.", "%(n)s stores no longer write to you.", many)
    messages.success(request, text % {"n": many})
    return go("my_writers")


def channel_words(channel: str) -> str:
    """A channel as its switch says it."""
    return {
        "inbox": _("in the inbox here"),
        "email": pgettext("a store writes", "by e-mail"),
        "sms": pgettext("a store writes", "by SMS"),
        "push": pgettext("a store writes", "on the phone"),
    }.get(channel, channel)


def _row(one: queries.Writer, urls: tiles.Urls) -> dict[str, object]:
    logo = urls.get(one.store.logo)
    return {
        "name": said(one.store.name, one.store.name_zh),
        "logo": logo.src if logo else "",
        "href": reverse("store", args=[one.store.slug]),
        "action": reverse("my_writer", args=[one.store.slug]),
        "origin": origin_words(one.relation.origin),
        "met": one.relation.first_touch_at,
        "channels": [
            {"key": key, "label": channel_words(key), "on": on, "since": one.since.get(key)}
            for key, on in one.allowed.items()
        ],
    }


def origin_words(origin: str) -> str:
    """How a store and a person met, as the person reads it."""
    return {
        "order": _("You ordered there"),
        "follow": _("You followed it"),
        "visit": _("You visited it"),
        "search": _("You found it by searching"),
        "share": _("Somebody shared it with you"),
        "offer": _("You took one of its offers"),
        "import": _("You were its customer before it came here"),
    }.get(origin, _("You met here"))
