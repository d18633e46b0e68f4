"""Payouts: planned, prepared, sent."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet, Sum

from regulars.ground.kit.refusals import NotFound
from regulars.people.merchants.models import Store
from regulars.people.merchants.queries import market
from regulars.trade.settlement.models import Account, Payout

PERIOD = 16


@dataclass(frozen=True, slots=True)
class PayoutPlan:
    """What a store gets in a period, in minor units; `payout_id` once it is prepared."""

    store_id: int
    currency: str
    amount_minor: int
    period: str
    payout_id: str = ""
    state: str = "planned"


def period_of(upto: datetime) -> str:
    """The period's name: the day of `upto` in the market's zone."""
    return upto.astimezone(ZoneInfo(market().zone)).date().isoformat()


def plan_payouts(upto: datetime, period: str, **only: object) -> list[PayoutPlan]:
    """What stores would be paid: the smaller of what they were owed at `upto` and are owed now, if positive.

    A refund after `upto` is thereby kept back at once. Stores paid in the period are left out.
    `only` narrows the accounts (store_id, currency).
    """
    paid = set(Payout.objects.filter(period=period).values_list("store_id", "currency"))
    rows = (
        Account.objects.filter(kind="store_payable", **only)
        .annotate(
            now=Sum("lines__amount_minor"),
            then=Sum("lines__amount_minor", filter=Q(lines__at__lte=upto)),
        )
        .filter(now__lt=0, then__lt=0)
        .order_by("store_id", "currency")
    )
    return [
        PayoutPlan(row.store_id, row.currency, min(-row.now, -row.then), period)
        for row in rows
        if row.store_id is not None and (row.store_id, row.currency) not in paid
    ]


def prepared_for(period: str) -> list[PayoutPlan]:
    """The payouts of a period."""
    rows = Payout.objects.filter(period=period).order_by("store_id", "currency")
    return [
        PayoutPlan(row.store_id, row.currency, row.amount_minor, period, row.public_id, row.state)
        for row in rows
    ]


def period_after(payout: Payout) -> str:
    """The name under which a returned payout is paid again: its own with a number."""
    own, _, _ = payout.period.partition("#")
    same = Payout.objects.filter(
        store_id=payout.store_id, currency=payout.currency, period__startswith=f"{own[:PERIOD]}#"
    )
    return f"{own[:PERIOD]}#{same.count() + 2}"


def payout(public_id: str) -> Payout:
    """One payout with its store, what it was paid again as and what it was before. Raises NotFound."""
    rows = Payout.objects.select_related("store", "again", "before")
    found = rows.filter(public_id=public_id).first()
    if found is None:
        raise NotFound()
    return found


def payouts_of(store: Store) -> QuerySet[Payout]:
    """A store's payouts, newest first."""
    return Payout.objects.filter(store=store).order_by("-prepared_at", "-pk")


def payouts(state: str = "") -> QuerySet[Payout]:
    """All stores' payouts for the console, newest first; `state` narrows."""
    rows = Payout.objects.select_related("store").order_by("-prepared_at", "-pk")
    return rows.filter(state=state) if state else rows
