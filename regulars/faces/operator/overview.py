"""The first page: what waits for somebody, and how the market is doing."""

from __future__ import annotations

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from regulars.faces.look.moments import short_day
from regulars.faces.operator.frame import here, show
from regulars.faces.operator.words import bounded, money
from regulars.ground.bus.queries import dead_count
from regulars.ground.kit.actors import Actor
from regulars.ground.kit.money import to_decimal
from regulars.people.accounts.queries import people_count
from regulars.people.merchants.queries import market, store_totals
from regulars.trade.orders.queries import MarketDays, disputes_waiting, market_days
from regulars.trade.payments.queries import stuck_refunds
from regulars.trade.settlement.queries import discrepancies

MOST = 100
SECONDS = 60


def overview(request: HttpRequest) -> HttpResponse:
    """Queues and figures."""
    actor = here(request)
    totals = _totals()
    days = market_days(by=actor)
    return show(
        request,
        "overview",
        actor,
        "console",
        queues=_queues(actor, totals),
        figures=[*_sales(days), *_crowd(totals)],
        days=days,
        chart=_chart(days),
    )


def _totals() -> dict[str, int]:
    found: dict[str, int] | None = cache.get("console:totals")
    if found is None:
        found = store_totals() | {"people": people_count()}
        cache.set("console:totals", found, SECONDS)
    return found


def _queues(actor: Actor, totals: dict[str, int]) -> list[dict[str, object]]:
    refs = [row.ref for row in discrepancies()[:MOST]]
    held = sum(ref.startswith("pay_") for ref in refs)
    found = [
        _queue(disputes_waiting(by=actor), _("Disputes to decide"), "console_disputes", "late"),
        _queue(held, _("Held payments"), "console_uncleared", "late"),
        _queue(len(refs) - held, _("Money that does not match"), "console_uncleared", "soon"),
        _queue(
            len(stuck_refunds()[:MOST]),
            _("Refunds that are stuck"),
            "console_health",
            "late",
        ),
        _queue(
            dead_count(),
            _("Messages not delivered"),
            "console_health",
            "soon",
        ),
        _queue(totals["suspended"], _("Suspended stores"), "console_stores", "calm", "?state=suspended"),
    ]
    return [one for one in found if one["number"]]


def _queue(count: int, label: str, route: str, kind: str, to: str = "") -> dict[str, object]:
    return {
        "number": count,
        "count": bounded(count),
        "label": label,
        "href": reverse(route) + to,
        "kind": kind,
    }


def _sales(days: MarketDays) -> list[dict[str, object]]:
    currency = market().currency
    sales = days.sales.get(currency, [0])
    commission = days.commission.get(currency, [0])
    today = _("today %(n)s")
    return [
        _figure(
            _("Orders"),
            f"{sum(days.orders):,}",
            days.orders,
            today % {"n": days.orders[-1]},
            _("Orders placed in the last 30 days, today included, that were paid; one for each store."),
        ),
        _figure(
            _("Sales"),
            money(sum(sales), currency),
            sales,
            today % {"n": money(sales[-1], currency)},
            _("What was paid for these orders, freight included, after all discounts."),
        ),
        _figure(
            _("Commission"),
            money(sum(commission), currency),
            commission,
            today % {"n": money(commission[-1], currency)},
            _("The market's share of these orders, earned when they complete."),
        ),
    ]


def _figure(label: str, value: str, points: list[int], delta: str, definition: str) -> dict[str, object]:
    return {"label": label, "value": value, "points": points, "delta": delta, "definition": definition}


def _crowd(totals: dict[str, int]) -> list[dict[str, object]]:
    return [
        _figure(
            _("Open stores"),
            f"{totals['open']:,}",
            [],
            "",
            _("Stores that shoppers can enter: neither closed by their owner nor suspended by the market."),
        ),
        _figure(
            _("People"),
            f"{totals['people']:,}",
            [],
            "",
            _("Everybody who can log in: shoppers, staff and operators."),
        ),
    ]


def _chart(days: MarketDays) -> list[dict[str, object]]:
    currency = market().currency
    sales = days.sales.get(currency, [0] * len(days.days))
    return [
        {"label": short_day(day), "value": float(to_decimal(minor, currency)), "text": money(minor, currency)}
        for day, minor in zip(days.days, sales, strict=True)
    ]
