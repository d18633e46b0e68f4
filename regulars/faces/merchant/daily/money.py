"""The store's money: what is owed to it, what waits, what was paid out; how commission is reckoned."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from regulars.faces.look.moments import local_date, short_day
from regulars.faces.merchant.daily import words
from regulars.faces.merchant.daily.period import midnight
from regulars.faces.merchant.daily.rights import need
from regulars.faces.merchant.daily.tables import major
from regulars.faces.merchant.frame import here, show
from regulars.ground.kit import clock
from regulars.ground.kit.money import to_minor
from regulars.people.merchants.queries import Store
from regulars.trade.services.queries import unearned_of
from regulars.trade.settlement.queries import (
    Payout,
    Waiting,
    Week,
    commission_for,
    payouts_of,
    store_balances,
    uncleared_of,
    weekly,
)
from regulars.trade.settlement.rules.commission import commission

SHOWN = 20
MOST = 200


def index(request: HttpRequest, store_id: str) -> HttpResponse:
    """Balances, weeks, payouts and what has not arrived yet."""
    store, actor = here(request, store_id)
    need(actor, "money")
    balances = store_balances(store.pk) or {store.currency: {"payable": 0, "held": 0}}
    weeks = weekly(store, store.currency)
    payouts, waiting = list(payouts_of(store)[:SHOWN]), uncleared_of(store, MOST)
    rate = commission_for(store.pk, [])
    return show(
        request,
        "daily/money",
        store,
        actor,
        "desk_money",
        balances=[{"currency": currency, **sums} for currency, sums in sorted(balances.items())],
        chart=_chart(weeks, store.currency)
        if any(week.sales_minor or week.refunds_minor for week in weeks)
        else None,
        payouts=[_payout(row) for row in payouts],
        unearned=unearned_of(store, store.currency),
        on_the_way=sum(row.amount_minor for row in payouts if row.state == "prepared"),
        last=next((row for row in payouts if row.state == "sent"), None),
        rate=_percent(rate),
        example=_example(rate, store.currency),
        waiting=[_waiting(row, store) for row in waiting[:SHOWN]],
        waiting_count=len(waiting) if len(waiting) < MOST else f"{MOST}+",
        as_of=clock.now(),
    )


def _chart(weeks: Iterable[Week], currency: str) -> list[dict[str, Any]]:
    """What each week left the store, as bars; what it is made of stands behind each."""
    return [
        {
            "label": short_day(week.monday),
            "value": float(major(max(_net(week), 0), currency)),
            "text": _("%(net)s: sales %(sales)s, commission %(commission)s, refunds %(refunds)s")
            % {
                "net": words.money(_net(week), currency),
                "sales": words.money(week.sales_minor, currency),
                "commission": words.money(week.commission_minor, currency),
                "refunds": words.money(week.refunds_minor, currency),
            },
        }
        for week in weeks
    ]


def _net(week: Week) -> int:
    return week.sales_minor + week.commission_minor + week.refunds_minor


def _payout(row: Payout) -> dict[str, Any]:
    code, label = words.payout_state(row.state)
    return {
        "id": row.public_id,
        "period": period_said(row.period),
        "state": code,
        "state_label": label,
        "sent": row.sent_at,
        "bank_ref": row.bank_ref or None,
        "amount": row.amount_minor,
        "currency": row.currency,
    }


def _waiting(row: Waiting, store: Store) -> dict[str, Any]:
    order = row.ref.startswith("ord_")
    return {
        "id": row.ref,
        "ref": words.number_of(row.ref) if order else row.ref,
        "ref_href": reverse("desk_order", args=[store.public_id, row.ref]) if order else "",
        "since": row.since,
        "overdue": row.overdue,
        "reason": row.reason,
        "amount": row.amount_minor,
        "currency": row.currency,
    }


def _percent(rate_bp: int) -> str:
    return f"{rate_bp / 100:g} %"


def _example(rate_bp: int, currency: str) -> dict[str, str]:
    """A sale of a hundred, worked through."""
    price = to_minor(Decimal(100), currency)
    taken = commission(price, rate_bp)
    return {
        "price": words.money(price, currency),
        "taken": words.money(taken, currency),
        "kept": words.money(price - taken, currency),
    }


def period_said(period: str) -> str:
    """A payout's period, which is named after its last day where it is one, as a day."""
    try:
        return local_date(midnight(date.fromisoformat(period)))
    except ValueError:
        return period
