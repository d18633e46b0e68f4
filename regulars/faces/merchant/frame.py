"""What every page of the workbench has around it, and who works there."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy, pgettext_lazy
from django.utils.translation import gettext as _

from regulars.goods.media.queries import picture_urls, pictures_by_public_id
from regulars.ground.kit.actors import Actor
from regulars.ground.kit.refusals import LogInFirst
from regulars.people.merchants.queries import Store, place, stores_of, suspension_of


class Entry(NamedTuple):
    """A place in the side list. `route` is its URL name and key; one of `rights` opens it."""

    route: str
    label: str | Promise
    icon: str
    rights: tuple[str, ...] = ()


GROUPS: tuple[tuple[str | Promise, tuple[Entry, ...]], ...] = (
    ("", (Entry("desk_today", gettext_lazy("Today"), "home"),)),
    (
        gettext_lazy("Selling"),
        (
            Entry("desk_orders", gettext_lazy("Orders"), "order", ("orders", "reception")),
            Entry("desk_returns", gettext_lazy("Returns"), "return", ("orders",)),
            Entry("desk_service_claims", gettext_lazy("Service claims"), "shield", ("orders",)),
            Entry("desk_agreements", gettext_lazy("Made to order"), "edit", ("orders",)),
            Entry("desk_customers", gettext_lazy("Customers"), "people", ("customers", "reception")),
            Entry("desk_money", gettext_lazy("Money"), "money", ("money",)),
        ),
    ),
    (
        gettext_lazy("Regulars"),
        (
            Entry("desk_people", pgettext_lazy("section", "People"), "chart", ("customers",)),
            Entry("desk_groups", gettext_lazy("Groups"), "grid", ("customers",)),
            Entry("desk_members", gettext_lazy("Membership"), "star", ("customers",)),
            Entry("desk_messages", gettext_lazy("Messages"), "envelope", ("offers",)),
            Entry("desk_surveys", gettext_lazy("Surveys"), "chat", ("offers",)),
            Entry("desk_journeys", gettext_lazy("Journeys"), "trail", ("offers",)),
        ),
    ),
    (
        gettext_lazy("Goods"),
        (
            Entry("desk_products", gettext_lazy("Products"), "tag", ("products",)),
            Entry("desk_reviews", gettext_lazy("Reviews"), "star", ("reception",)),
            Entry("desk_placing", gettext_lazy("Placing"), "filter", ("products",)),
        ),
    ),
    (
        pgettext_lazy("section", "Offering"),
        (
            Entry("desk_offers", gettext_lazy("Offers"), "coupon", ("offers",)),
            Entry("desk_drops", gettext_lazy("Drops"), "clock", ("offers",)),
            Entry("desk_presales", gettext_lazy("Presales"), "calendar", ("offers",)),
            Entry("desk_lotteries", gettext_lazy("Lotteries and trials"), "gift", ("offers",)),
            Entry("desk_services", gettext_lazy("Service plans"), "return", ("offers",)),
            Entry("desk_guard", gettext_lazy("Margin guard"), "shield", ("offers",)),
        ),
    ),
    (
        gettext_lazy("Store"),
        (
            Entry("desk_pages", gettext_lazy("Pages"), "image", ("settings",)),
            Entry("desk_staff", gettext_lazy("Staff"), "user", ("staff",)),
            Entry("desk_settings", gettext_lazy("Settings"), "settings", ("settings",)),
            Entry("desk_export", gettext_lazy("Export"), "export", ("export",)),
        ),
    ),
)


def here(request: HttpRequest, store_id: str) -> tuple[Store, Actor]:
    """The store and the viewer as its staff. Raises LogInFirst, and NotFound for strangers."""
    if not request.user.is_authenticated:
        raise LogInFirst()
    return place(request.user.pk, store_id)


def show(
    request: HttpRequest,
    template: str,
    store: Store,
    actor: Actor,
    active: str,
    *,
    status: int = 200,
    **context: Any,
) -> HttpResponse:
    """Render `merchant/<template>.html` inside the workbench; `active` is the route of the side entry."""
    page = frame(request, store, actor, active) | context
    return render(request, f"merchant/{template}.html", page, status=status)


def frame(request: HttpRequest, store: Store, actor: Actor, active: str) -> dict[str, Any]:
    """Side list, store switch, search and what must be known about the store on every page."""
    suspended = suspension_of(store)
    return {
        "store": store,
        "actor": actor,
        "active": active,
        "desk_name": _("Workbench"),
        "nav": list(_nav(store, actor)),
        "stores": _stores(request, store),
        "search": {"action": reverse("desk_find", args=[store.public_id]), "label": _("Search this store")},
        "user_menu": _user_menu(store),
        "links": {
            "home": reverse("desk_today", args=[store.public_id]),
            "log_out": reverse("account_logout"),
            "language": reverse("set_language"),
        },
        "banner": _suspended(suspended.reason) if suspended else "",
    }


def _suspended(reason: str) -> str:
    return _(
        "The market has suspended this store: %(reason)s Shoppers cannot see it; orders already paid go on. "
        "Answer the market to have it restored."
    ) % {"reason": reason if reason.endswith((".", "。", "!", "！")) else f"{reason}."}


def _nav(store: Store, actor: Actor) -> Iterator[dict[str, Any]]:
    for label, entries in GROUPS:
        items = [entry_of(one, store) for one in entries if opens(one, actor)]
        if items and label:
            yield {"label": label, "items": items}
        else:
            yield from items


def opens(one: Entry, actor: Actor) -> bool:
    """Whether the actor's role opens the entry."""
    return not one.rights or any(map(actor.may, one.rights))


def entry_of(one: Entry, store: Store) -> dict[str, Any]:
    """The entry with its address in this store."""
    return {
        "key": one.route,
        "label": one.label,
        "icon": one.icon,
        "href": reverse(one.route, args=[store.public_id]),
    }


def _stores(request: HttpRequest, current: Store) -> list[dict[str, Any]]:
    rows = list(stores_of(request.user.pk))
    logos = pictures_by_public_id([row.logo for row in rows if row.logo])
    return [
        {
            "name": name_of(row),
            "href": reverse("desk_open_store", args=[row.public_id]),
            "current": row.pk == current.pk,
            "logo": picture_urls(logos[row.logo]).src if row.logo in logos else "",
        }
        for row in rows
    ]


def name_of(row: Store) -> str:
    """A store's name in the reader's language."""
    chinese = (get_language() or "").startswith("zh")
    return str((row.name_zh or row.name) if chinese else row.name)


def _user_menu(store: Store) -> list[dict[str, Any]]:
    return [
        {
            "label": _("See the store as shoppers do"),
            "href": reverse("store", args=[store.slug]),
            "icon": "eye",
        },
        {"label": _("All my stores"), "href": reverse("desk"), "icon": "store"},
        {"label": _("My account"), "href": reverse("me"), "icon": "user"},
    ]
