"""What every page of the console has around it, and who may look."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple, TypeVar
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from regulars.ground.kit.actors import Actor
from regulars.ground.kit.pages import Page
from regulars.ground.kit.refusals import LogInFirst
from regulars.people.accounts.queries import operator

ANY = ("market.read",)
T = TypeVar("T")


class Entry(NamedTuple):
    """A place in the side list. `route` is its URL name and key; one of `rights` shows it."""

    route: str
    label: str | Promise
    icon: str
    rights: tuple[str, ...] = ANY


GROUPS: tuple[tuple[str | Promise, tuple[Entry, ...]], ...] = (
    ("", (Entry("console", gettext_lazy("Overview"), "home"),)),
    (
        gettext_lazy("Trade"),
        (
            Entry("console_orders", gettext_lazy("Orders"), "order"),
            Entry("console_disputes", gettext_lazy("Disputes"), "shield"),
            Entry("console_service_claims", gettext_lazy("Service claims"), "shield"),
            Entry("console_agreements", gettext_lazy("Made to order"), "edit"),
            Entry("console_offers", gettext_lazy("Offers"), "coupon"),
            Entry("console_lotteries", gettext_lazy("Lotteries and trials"), "gift"),
            Entry("console_reviews", gettext_lazy("Reviews"), "star"),
        ),
    ),
    (
        gettext_lazy("Market"),
        (
            Entry("console_stores", gettext_lazy("Stores"), "store"),
            Entry("console_shelves", gettext_lazy("Categories"), "grid"),
            Entry("console_pages", gettext_lazy("Pages"), "image", ("market.catalog",)),
            Entry("console_brands", gettext_lazy("Brands"), "tag"),
            Entry("console_lists", gettext_lazy("Lists"), "star"),
            Entry("console_looked_for", gettext_lazy("Searches"), "search"),
            Entry("console_synonyms", gettext_lazy("Synonyms"), "book"),
            Entry("console_lengths", gettext_lazy("Stages"), "people"),
            Entry("console_faces", gettext_lazy("Through their eyes"), "eye"),
            Entry("console_experiments", gettext_lazy("Experiments"), "chart"),
            Entry("console_placing", gettext_lazy("Placing"), "filter"),
        ),
    ),
    (
        gettext_lazy("Money"),
        (
            Entry("console_commissions", gettext_lazy("Commission"), "chart"),
            Entry("console_ledger", gettext_lazy("Ledger"), "book"),
            Entry("console_uncleared", gettext_lazy("Un-cleared"), "warning"),
            Entry("console_payouts", gettext_lazy("Payouts"), "money"),
        ),
    ),
    (
        gettext_lazy("House"),
        (
            Entry("console_health", gettext_lazy("Health"), "clock"),
            Entry("console_audit", gettext_lazy("Audit trail"), "eye"),
            Entry("console_people", pgettext_lazy("of the console", "People"), "people"),
        ),
    ),
)


def here(request: HttpRequest, right: str = "market.read") -> Actor:
    """The viewer as operator with `right`. Raises LogInFirst, NotFound for strangers, NotAllowed."""
    if not request.user.is_authenticated:
        raise LogInFirst()
    actor = operator(request.user.pk)
    actor.require(right)
    return actor


def show(
    request: HttpRequest,
    template: str,
    actor: Actor,
    active: str,
    *,
    status: int = 200,
    extra: Mapping[str, object] | None = None,
    **context: Any,
) -> HttpResponse:
    """Render `operator/<template>.html` inside the console; `active` is the route of the side entry."""
    around = frame(actor, active) | context | dict(extra or {})
    return render(request, f"operator/{template}.html", around, status=status)


def frame(actor: Actor, active: str) -> dict[str, object]:
    """Side list, search and menu."""
    return {
        "actor": actor,
        "active": active,
        "desk_name": _("Console"),
        "nav": list(_nav(actor)),
        "search": {"action": reverse("console_orders"), "label": _("Search orders")},
        "user_menu": [{"label": _("My account"), "href": "/me/", "icon": "user"}],
        "links": {
            "home": reverse("console"),
            "log_out": reverse("account_logout"),
            "language": reverse("set_language"),
        },
    }


def _nav(actor: Actor) -> Iterator[dict[str, object]]:
    for label, entries in GROUPS:
        items = [_entry(one) for one in entries if any(map(actor.may, one.rights))]
        if items and label:
            yield {"label": label, "items": items}
        else:
            yield from items


def _entry(one: Entry) -> dict[str, object]:
    return {"key": one.route, "label": one.label, "icon": one.icon, "href": reverse(one.route)}


def query(asked: Mapping[str, str], **more: str) -> str:
    """The address of the same list, asked otherwise."""
    return "?" + urlencode({key: value for key, value in {**asked, **more}.items() if value})


def turns(found: Page[T], asked: Mapping[str, str]) -> dict[str, str]:
    """`prev` and `next`: the addresses of the pages beside this one."""
    return {
        "prev": query(asked, cursor=found.prev_cursor) if found.prev_cursor else "",
        "next": query(asked, cursor=found.next_cursor) if found.next_cursor else "",
    }


def views(asked: Mapping[str, str], name: str, labels: Mapping[str, object]) -> list[dict[str, object]]:
    """Saved views of a list by one of its questions."""
    return [
        {"label": label, "href": query(asked, **{name: key}), "current": asked[name] == key}
        for key, label in labels.items()
    ]
