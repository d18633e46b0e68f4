"""The first page of the day: what waits, how it goes, what came in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from regulars.faces.merchant.agreements.todo import todos as agreement_todos
from regulars.faces.merchant.daily import dues
from regulars.faces.merchant.daily.orders import row_of
from regulars.faces.merchant.daily.tiles import DAYS, tiles
from regulars.faces.merchant.frame import here, show
from regulars.faces.merchant.opening.progress import steps
from regulars.faces.merchant.people.charts import Drawn, Reader, pictures, unlinked
from regulars.faces.merchant.services import waiting
from regulars.goods.media.queries import pictures_by_public_id
from regulars.ground.kit import clock
from regulars.ground.kit.actors import Actor
from regulars.ground.lake.figures import registry
from regulars.people.merchants.queries import Store
from regulars.trade.guard.queries import danger_count
from regulars.trade.orders.queries import Day, Todo, daily, lines_of, orders_of, todos
from regulars.trade.orders.queries.by_day import DAYS as MONTH
from regulars.trade.orders.queries.by_day import sold

NEWEST = 6


def today(request: HttpRequest, store_id: str) -> HttpResponse:
    """The store this morning. Figures are for those who may see money, orders for those who may read them."""
    store, actor = here(request, store_id)
    reads = actor.may("orders") or actor.may("reception")
    newest = orders_of(store, size=NEWEST).items if reads else []
    covers = pictures_by_public_id([line.cover for row in newest for line in lines_of(row)[:1]])
    days = daily(store, MONTH)
    begun = bool(newest) or any(day.orders for day in days)
    return show(
        request,
        "daily/today",
        store,
        actor,
        "desk_today",
        todo=list(_todos(store, actor)),
        tiles=tiles(store, actor, days[-2 * DAYS :]),
        sales=_sales(store, actor, days) if begun else None,
        newest=[row_of(row, store, covers) for row in newest],
        reads=reads,
        begun=begun,
        steps=[] if begun else steps(store),
        as_of=dues.time_of(clock.now()),
        hello=dues.greeting(request.user.name) if request.user.is_authenticated and request.user.name else "",
        weekday=dues.weekday(),
    )


def _sales(store: Store, actor: Actor, days: Sequence[Day]) -> Drawn | None:
    """Sales of the last 30 days, for those who may see them; who may open the people behind a day, can."""
    if not (actor.may("orders") or actor.may("money")):
        return None
    drawn = pictures(Reader(store, clock.now()), registry["sales.by-day"], sold(days))[0]
    return drawn if actor.may("customers") else unlinked(drawn)


def _todos(store: Store, actor: Actor) -> Iterator[dict[str, Any]]:
    opened_by = {"low-stock": ("products",), "to-ship": ("orders", "reception")}
    for todo in todos(store):
        if any(map(actor.may, opened_by.get(todo.kind, ("orders",)))):
            yield _todo(todo, store)
    if actor.may("offers") and (many := danger_count(store)):
        yield {
            "label": _("Prices that can fall under their cost"), "count": many, "kind": "late", "late": "", "due": "",
            "href": reverse("desk_guard", args=[store.public_id]), "note": _("When offers meet; see how and what helps."),
        }  # fmt: skip
    yield from waiting.todos(store, actor)
    if actor.may("orders"):
        yield from agreement_todos(store)


def _todo(todo: Todo, store: Store) -> dict[str, Any]:
    route, query = {
        "to-ship": ("desk_orders", "?state=to-ship"),
        "returns": ("desk_returns", "?state=asked"),
        "returned-goods": ("desk_returns", "?state=accepted"),
        "disputes": ("desk_returns", "?state=disputed"),
        "low-stock": ("desk_products", "?state=low"),
    }[todo.kind]
    late = {
        "to-ship": ngettext("%(n)s past its deadline", "%(n)s past their deadline", todo.late),
        "returns": ngettext("%(n)s due within a day", "%(n)s due within a day", todo.late),
    }
    urgent = bool(todo.late) or todo.kind == "disputes"
    return {
        "label": _label(todo.kind),
        "count": todo.count,
        "href": reverse(route, args=[store.public_id]) + query,
        "kind": "late" if urgent else "soon" if todo.due_at else "calm",
        "late": late[todo.kind] % {"n": todo.late} if todo.late else "",
        "due": "" if todo.late or not todo.due_at else dues.moment(todo.due_at),
        "note": _("The market decides; your answer was sent.") if todo.kind == "disputes" else "",
    }


def _label(kind: str) -> str:
    return {
        "to-ship": _("Orders to ship"),
        "returns": _("Returns to decide"),
        "returned-goods": _("Goods coming back"),
        "disputes": _("Returns with the market"),
        "low-stock": _("Variants running low"),
    }[kind]
