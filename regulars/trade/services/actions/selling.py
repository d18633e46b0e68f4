"""Contracts: sold with an order, started, ended. Called by the orders floor, inside its transaction."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet

from regulars.ground.bus.outbox import announce
from regulars.ground.kit import clock
from regulars.ground.kit.actions import action
from regulars.ground.kit.actors import Actor
from regulars.ground.kit.money import allocate
from regulars.ground.kit.statements import Become, change
from regulars.trade.services.events import ServiceSold, ServiceStarted
from regulars.trade.services.models import Contract
from regulars.trade.services.queries.days import today
from regulars.trade.services.queries.plans import Offered
from regulars.trade.services.rules import end_of


@dataclass(frozen=True, slots=True)
class Sale:
    """A plan as it is sold with a line of an order: refs are public ids, amounts for all `quantity` pieces."""

    offered: Offered
    person_pk: int
    group_ref: str
    order_ref: str
    line_ref: str
    product_ref: str
    product_title: str
    product_title_zh: str
    cover: str
    quantity: int
    list_minor: int
    paid_minor: int
    market_minor: int
    commission_minor: int


@action("services.sell", audit=False)
def sell_plans(*, by: Actor, sales: Sequence[Sale]) -> list[Contract]:
    """A contract for each piece, not paid yet. The amounts of a line are shared exactly over its pieces."""
    rows = [row for sale in sales for row in _contracts(sale)]
    return Contract.objects.bulk_create(rows)


def _contracts(sale: Sale) -> Iterable[Contract]:
    even = [1] * sale.quantity
    parts = zip(
        allocate(sale.list_minor, even),
        allocate(sale.paid_minor, even),
        allocate(sale.market_minor, even),
        allocate(sale.commission_minor, even),
        strict=True,
    )
    definition = sale.offered.definition
    for listed, paid, market, commission in parts:
        yield Contract(
            plan_id=sale.offered.plan_pk,
            version_id=sale.offered.version_pk,
            store_id=sale.offered.store_pk,
            person_id=sale.person_pk,
            group_ref=sale.group_ref,
            order_ref=sale.order_ref,
            line_ref=sale.line_ref,
            product_ref=sale.product_ref,
            product_title=sale.product_title,
            product_title_zh=sale.product_title_zh,
            cover=sale.cover,
            currency=sale.offered.currency,
            list_minor=listed,
            paid_minor=paid,
            market_minor=market,
            commission_minor=commission,
            days=definition.days,
            claims_most=definition.claims,
            sold_at=clock.now(),
        )


@action("services.paid", audit=False)
def plans_paid(*, by: Actor, group_ref: str) -> None:
    """The group was paid (perhaps late, after its end): its contracts stand."""
    if not _stand(group_ref):
        return
    sold = _of_group(group_ref).filter(state="sold").select_related("plan", "version").order_by("pk")
    announce(*(_sold(row) for row in sold))


@change
def _stand(group_ref: str) -> Become[Contract]:
    return _of_group(group_ref).filter(state__in=["unpaid", "void"]), {"state": "sold", "ended_at": None}


def _sold(row: Contract) -> ServiceSold:
    return ServiceSold(
        contract=row.public_id,
        plan=row.plan.public_id,
        version=row.version.number,
        order=row.order_ref,
        product=row.product_ref,
        currency=row.currency,
        paid_minor=row.paid_minor,
        days=row.days,
        store_id=row.store_id,
        person_id=row.person_id,
        ref=row.public_id,
    )


@action("services.not_paid", audit=False)
def plans_not_paid(*, by: Actor, group_ref: str) -> None:
    """The group ended unpaid: nothing was sold."""
    _of_group(group_ref).filter(state="unpaid").update(state="void", ended_at=clock.now())


def _of_group(group_ref: str) -> QuerySet[Contract]:
    return Contract.objects.across_stores("the plans sold with one group").filter(group_ref=group_ref)


@action("services.start", audit=False)
def start_plans(*, by: Actor, order_ref: str, happened: str, at: datetime) -> None:
    """The goods arrived ("delivery") or the order is complete ("confirmation"): the days of its plans begin.

    A plan that begins with the delivery begins with the completion at the latest. Once per contract.
    """
    everywhere = Contract.objects.across_stores("the plans sold with one order")
    rows = everywhere.filter(order_ref=order_ref, state="sold", starts_on=None).select_related("version")
    day = today(at)
    for row in rows.order_by("pk"):
        if happened == "confirmation" or row.version.definition.starts == happened:
            _start(row, day)


def _start(row: Contract, day: date) -> None:
    ends = end_of(day, row.days)
    same = Contract.objects.of(row.store_id).filter(pk=row.pk, starts_on=None)
    if not same.update(starts_on=day, ends_on=ends):
        return
    announce(
        ServiceStarted(
            contract=row.public_id,
            starts_on=day.isoformat(),
            ends_on=ends.isoformat(),
            store_id=row.store_id,
            person_id=row.person_id,
            ref=row.public_id,
        )
    )
