"""Every store: who works there, how it sells, and whether shoppers may enter."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from regulars.faces.look.forms import Given
from regulars.faces.look.going import go
from regulars.faces.look.moments import local_month
from regulars.faces.look.places import city_name
from regulars.faces.operator.confirming import confirmed, proved
from regulars.faces.operator.frame import here, query, show, turns, views
from regulars.faces.operator.trail import told
from regulars.faces.operator.words import ROLES, money, named
from regulars.goods.catalog.queries import counts_of, said
from regulars.ground.kit import clock
from regulars.ground.kit.actors import Actor
from regulars.ground.kit.pages import page
from regulars.ground.kit.queries import audit_trail
from regulars.ground.kit.refusals import Refusal
from regulars.ground.kit.sheets import write_csv
from regulars.people.merchants import actions as merchants
from regulars.people.merchants.queries import (
    Store,
    any_store,
    market,
    staff_of,
    stores_for_console,
    suspensions_of,
)
from regulars.trade.orders.queries.series import daily
from regulars.trade.settlement.queries import statement, statement_sheet

STATES = ("", "open", "suspended", "closed")
SHOWN = 300


def index(request: HttpRequest) -> HttpResponse:
    """All stores by name, city or state."""
    actor = here(request)
    state = request.GET.get("state", "")
    asked = {"q": request.GET.get("q", "")[:80], "state": state if state in STATES else ""}
    found = page(
        stores_for_console(asked["q"], asked["state"]),
        by="-opened_at",
        cursor=request.GET.get("cursor", ""),
        size=50,
    )
    return show(
        request,
        "stores",
        actor,
        "console_stores",
        asked=asked,
        rows=[_row(one) for one in found.items],
        views=views(asked, "state", labels()),
        clear=query({"state": asked["state"]}) if asked["q"] else "",
        extra=turns(found, asked),
    )


def _row(store: Store) -> dict[str, object]:
    state = _state(store, bool(vars(store)["suspended"]))
    return {
        "id": store.public_id,
        "href": reverse("console_store", args=[store.public_id]),
        "store": store,
        "name": said(store.name, store.name_zh),
        "city": city_name(store.city),
        "currency": store.currency,
        "opened_at": store.opened_at,
        "state": state,
        "state_label": labels()[state],
    }


def labels() -> dict[str, str]:
    """Whether shoppers may enter, in words."""
    return {"": _("All"), "open": _("Open to shoppers"), "suspended": _("Suspended"), "closed": _("Closed")}


def _state(store: Store, suspended: bool) -> str:
    return "suspended" if suspended else "closed" if store.closed_at else "open"


def one(request: HttpRequest, store_id: str) -> HttpResponse:
    """One store."""
    actor = here(request)
    return _page(request, actor, any_store(store_id))


def _page(
    request: HttpRequest, actor: Actor, store: Store, errors: dict[str, str] | None = None
) -> HttpResponse:
    past = list(suspensions_of(store)[:10])
    current = next((one for one in past if one.lifted_at is None), None)
    days = daily(store)
    counts = counts_of(store)
    sales = [day.sales_minor for day in days]
    return show(
        request,
        "store",
        actor,
        "console_stores",
        status=422 if errors else 200,
        store=store,
        city=city_name(store.city),
        state=_state(store, current is not None),
        state_label=labels()[_state(store, current is not None)],
        current=current,
        past=past,
        errors=errors or {},
        reason=request.POST.get("reason", ""),
        sure=confirmed(request),
        counts=counts,
        products=counts["published"] + counts["draft"],
        staff=[(row.person, named(ROLES, row.role), row.since) for row in staff_of(store)[:50]],
        orders=sum(day.orders for day in days),
        orders_points=[day.orders for day in days],
        sales=money(sum(sales), store.currency),
        sales_points=sales,
        refunds=money(sum(day.refunds_minor for day in days), store.currency),
        trail=told(list(audit_trail(store_id=store.pk)[:8])),
    )


def suspend(request: HttpRequest, store_id: str) -> HttpResponse:
    """Hide a store from shoppers, with a reason."""
    actor = here(request, "market.merchants")
    store = any_store(store_id)
    given = Given(request.POST)
    if not proved(request, given):
        return _page(request, actor, store, given.errors)
    try:
        merchants.suspend(by=actor, store=store, reason=given.text("reason"))
    except Refusal as refusal:
        given.take(refusal, {}, "reason")
        return _page(request, actor, store, given.errors)
    messages.success(request, _("The store is suspended. Its staff can read the reason."))
    return go("console_store", store.public_id)


def restore(request: HttpRequest, store_id: str) -> HttpResponse:
    """Let shoppers in again."""
    actor = here(request, "market.merchants")
    store = any_store(store_id)
    merchants.restore(by=actor, store=store)
    messages.success(request, _("The store is open again."))
    return go("console_store", store.public_id)


def account(request: HttpRequest, store_id: str) -> HttpResponse:
    """A store's statement of one month, on the page or as CSV."""
    actor = here(request)
    store = any_store(store_id)
    since, until = _month(request.GET.get("month", ""))
    found = statement(store, store.currency, since, until)
    if request.GET.get("as") == "csv":
        name = f"statement-{store.slug}-{since:%Y-%m}.csv"
        rows = statement_sheet(found)
        return HttpResponse(
            b"".join(write_csv(next(rows), rows)),
            content_type="text/csv; charset=utf-8",
            headers={"Content-Disposition": f'attachment; filename="{name}"'},
        )
    return show(
        request,
        "statement",
        actor,
        "console_stores",
        store=store,
        statement=found,
        month=f"{since:%Y-%m}",
        month_words=local_month(since),
        rows=found.rows[-SHOWN:][::-1],
        more=max(0, len(found.rows) - SHOWN),
        until=until,
        parts=_parts(),
    )


def _parts() -> dict[str, str]:
    return {
        "sale": _("Sales"),
        "discount": _("Discounts paid by the market"),
        "commission": _("Commission"),
        "refund": _("Refunds"),
        "service": _("Service plans: set aside and earned"),
        "payout": _("Payouts"),
        "adjustment": _("Adjustments"),
    }


def _month(asked: str) -> tuple[datetime, datetime]:
    zone = ZoneInfo(market().zone)
    try:
        since = datetime.strptime(asked, "%Y-%m").replace(tzinfo=zone)
        return since, _next(since)
    except (ValueError, OverflowError):
        now = clock.now().astimezone(zone)
        since = now.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
        return since, _next(since)


def _next(since: datetime) -> datetime:
    return since.replace(year=since.year + since.month // 12, month=since.month % 12 + 1)
