"""What belongs to the person who looks: the start page of it, followed stores, privacy."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from regulars.faces.shopper.asking.cards import waiting_many
from regulars.faces.shopper.browsing import tiles
from regulars.faces.shopper.frame import looking, public, show
from regulars.faces.shopper.personal.switching import faces_off
from regulars.goods.catalog.queries import newest_of, said
from regulars.ground.kit.refusals import LogInFirst
from regulars.loyalty.customers.queries import closed_stores, followed_stores
from regulars.loyalty.outreach.queries import unread_of
from regulars.people.accounts.queries import runs_the_market
from regulars.people.merchants.queries import stores_of
from regulars.trade.agreements.queries import open_many
from regulars.trade.offers.queries import coupons_of

COOKIE = "privacy"
YEAR = 365 * 24 * 3600
STATES = ("awaiting_payment", "paid", "shipped", "delivered", "returns")


@public
def me(request: HttpRequest) -> HttpResponse:
    """Everything of one's own on one page; for a guest the way in."""
    person = looking(request).person_id
    held = [one for one in coupons_of(person) if one.state == "ready"]
    stores = list(followed_stores(person)[:8])
    return show(
        request,
        "browsing/me",
        active="me",
        states=_states(),
        counts={
            "my_agreements": open_many(person),
            "my_coupons": len(held),
            "my_inbox": unread_of(person),
            "my_surveys": waiting_many(person),
        },
        stores=tiles.store_tiles(stores, tiles.pictures(stores=stores)),
        rows=_rows(),
        desks=_desks(person),
        next_url=reverse("me"),
    )


def _desks(person: int | None) -> list[dict[str, str]]:
    """The doors to where this person works: each store's workbench, and the console."""
    doors = [
        {"label": _("Workbench of %(store)s") % {"store": said(row.name, row.name_zh)},
         "href": reverse("desk_today", args=[row.public_id])}
        for row in stores_of(person)[:12]
    ]  # fmt: skip
    if runs_the_market(person):
        doors.append({"label": _("The market's console"), "href": reverse("console")})
    return doors


def _states() -> list[dict[str, str]]:
    words = {
        "awaiting_payment": (_("To pay"), "money"),
        "paid": (_("To be sent"), "clock"),
        "shipped": (_("On the way"), "truck"),
        "delivered": (_("Arrived"), "check"),
        "returns": (_("Returns"), "return"),
    }
    return [
        {"label": words[key][0], "icon": words[key][1], "href": f"{reverse('orders')}?state={key}"}
        for key in STATES
    ]


def _rows() -> list[dict[str, str]]:
    rows = (
        ("my_inbox", _("Inbox"), "envelope"),
        ("my_surveys", _("Questions from stores"), "chat"),
        ("my_agreements", _("Made to order"), "edit"),
        ("my_coupons", _("Coupons"), "coupon"),
        ("my_presales", _("My presales"), "calendar"),
        ("my_stores", _("My stores"), "heart"),
        ("my_addresses", _("Addresses"), "truck"),
        ("account_email", _("E-mail"), "envelope"),
        ("account_change_password", _("Password"), "lock"),
        ("mfa_index", _("Second step when logging in"), "user"),
        ("my_writers", _("Who may write to me"), "bell"),
        ("my_privacy", _("Privacy"), "shield"),
    )
    return [{"key": key, "label": label, "icon": icon, "href": reverse(key)} for key, label, icon in rows]


def my_stores(request: HttpRequest) -> HttpResponse:
    """The stores one follows, with their news. Raises LogInFirst."""
    person = looking(request).person_id
    if person is None:
        raise LogInFirst()
    stores = list(followed_stores(person)[:100])
    news = newest_of([store.pk for store in stores], 24)
    urls = tiles.pictures(news, stores)
    return show(
        request,
        "browsing/my_stores",
        active="me",
        back={"href": reverse("me"), "label": _("Me")},
        stores=[
            tile | {"leave": reverse("leave", args=[store.slug])}
            for tile, store in zip(tiles.store_tiles(stores, urls), stores, strict=True)
        ],
        news=tiles.product_tiles(news, urls),
        closed=[
            {
                "name": said(row.name, row.name_zh),
                "at": row.closed_at,
                "forget": f"{reverse('my_data_forget')}?{urlencode({'store': row.slug})}",
            }
            for row in closed_stores(person)[:20]
        ],
    )


@public
def my_privacy(request: HttpRequest) -> HttpResponse:
    """The switch that keeps this browser's visits from being recorded."""
    if request.method == "POST":
        return _switched(request)
    return show(
        request,
        "browsing/privacy",
        active="me",
        back={"href": reverse("me"), "label": _("Me")},
        extra=_wish(request),
    )


def _wish(request: HttpRequest) -> dict[str, bool]:
    return {
        "off": request.COOKIES.get(COOKIE) == "off",
        "signal": request.headers.get("Sec-GPC") == "1",
        "faces_off": faces_off(request),
    }


def _switched(request: HttpRequest) -> HttpResponse:
    off = request.POST.get("visits") != "on"
    response = HttpResponseRedirect(reverse("my_privacy"))
    response.status_code = 303
    if off:
        response.set_cookie(COOKIE, "off", max_age=YEAR, samesite="Lax", secure=request.is_secure())
        messages.success(request, _("Your visits are no longer recorded in this browser."))
    else:
        response.delete_cookie(COOKIE, samesite="Lax")
        messages.success(request, _("Thank you. Your visits help stores to see what is liked."))
    return response
