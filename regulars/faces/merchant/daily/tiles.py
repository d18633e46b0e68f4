"""The figures of the morning: each with what it counts, how it moved and its last days as a line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.translation import gettext as _

from regulars.faces.merchant.daily import words
from regulars.faces.merchant.daily.period import midnight
from regulars.ground.kit.actors import Actor
from regulars.loyalty.customers.queries import gained_by_day
from regulars.people.merchants.queries import Store, market
from regulars.trade.orders.queries import Day

DAYS = 14


@dataclass(frozen=True, slots=True)
class Tile:
    """A figure over two spans of DAYS days; `currency` for money."""

    key: str
    label: str
    definition: str
    values: Sequence[int]
    currency: str = ""
    up_is_good: bool = True
    route: str = ""

    @property
    def before(self) -> int:
        """The sum of the span before."""
        return sum(self.values[:DAYS])

    @property
    def now(self) -> int:
        """The sum of the last span."""
        return sum(self.values[DAYS:])


def tiles(store: Store, actor: Actor, days: Sequence[Day]) -> list[dict[str, Any]]:
    """The tiles that the viewer's rights open."""
    return [_shown(tile, store) for tile in [*_sold(store, actor, days), *_people(store, actor, days)]]


def _sold(store: Store, actor: Actor, days: Sequence[Day]) -> list[Tile]:
    if not (actor.may("orders") or actor.may("money")):
        return []
    return [
        Tile(
            "orders_paid",
            _("Orders paid"),
            _("Orders paid on the day in the market's time zone, also those refunded since."),
            [day.orders for day in days],
            route="desk_orders",
        ),
        Tile(
            "sales",
            _("Sales"),
            _("What was paid for these orders, delivery included, after all discounts."),
            [day.sales_minor for day in days],
            store.currency,
        ),
        Tile(
            "refunds",
            _("Refunds"),
            _("What went back to payers on the day, whenever the order was paid."),
            [day.refunds_minor for day in days],
            store.currency,
            up_is_good=False,
        ),
    ]


def _people(store: Store, actor: Actor, days: Sequence[Day]) -> list[Tile]:
    if not (actor.may("customers") or actor.may("reception")):
        return []
    gained = gained_by_day(store, midnight(days[0].day), ZoneInfo(market().zone))
    return [
        Tile(
            "new_customers",
            _("New customers"),
            _("People who paid in this store on the day and never before."),
            [gained["buyers"].get(day.day, 0) for day in days],
            route="desk_customers",
        ),
        Tile(
            "followers",
            _("New followers"),
            _("People who began to follow the store on the day and still do."),
            [gained["followers"].get(day.day, 0) for day in days],
            route="desk_customers",
        ),
    ]


def _shown(tile: Tile, store: Store) -> dict[str, Any]:
    delta, good = _delta(tile)
    return {
        "key": tile.key,
        "label": tile.label,
        "value": _said(tile.values[-1], tile.currency),
        "definition": tile.definition,
        "delta": delta,
        "good": good,
        "points": list(tile.values[DAYS:]),
        "span": _said(tile.now, tile.currency),
        "span_before": _said(tile.before, tile.currency),
        "href": reverse(tile.route, args=[store.public_id]) if tile.route else "",
    }


def _said(value: int, currency: str) -> str:
    return words.money(value, currency) if currency else f"{value:,}"


def _delta(tile: Tile) -> tuple[str, bool | None]:
    """How the last fourteen days moved against the fourteen before."""
    if not tile.before:
        return "", None
    change = round(100 * (tile.now - tile.before) / tile.before)
    return f"{change:+d} %", (change > 0) == tile.up_is_good if change else None
