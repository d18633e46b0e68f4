"""What was sold: a person's own plans, and those of an order."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from regulars.ground.kit.actors import Actor
from regulars.ground.kit.refusals import NotFound
from regulars.people.merchants.models import Store
from regulars.trade.services.models import Contract
from regulars.trade.services.queries.days import today
from regulars.trade.services.rules import (
    OPEN,
    Definition,
    Standing,
    Stretch,
    Sums,
    days_gone,
    days_left,
    stage,
)


@dataclass(frozen=True, slots=True)
class Seen:
    """A contract as it stands today."""

    row: Contract
    definition: Definition
    today: date
    standing: Standing

    @property
    def stage(self) -> str:
        """unpaid, waiting, running, over, refunded or void."""
        return self.standing.stage

    @property
    def days_left(self) -> int:
        """Days still to come, today included."""
        return days_left(self.row.starts_on, self.row.days, self.today)

    @property
    def claims_left(self) -> int:
        """How often it can still be claimed."""
        return int(self.row.claims_most - self.row.claims_used)

    @property
    def used_up(self) -> bool:
        """Whether no claim is left."""
        return self.claims_left <= 0


def _with_all(rows: QuerySet[Contract]) -> QuerySet[Contract]:
    return rows.select_related("version", "plan", "store")


def seen(row: Contract, *, on: date | None = None, opened: bool | None = None) -> Seen:
    """A contract (with its version) as it stands on a day; asks for open claims unless told."""
    day = on or today()
    definition = row.version.definition
    busy = row.claims.filter(state__in=OPEN).exists() if opened is None else opened
    standing = Standing(
        stage(row.state, row.starts_on, row.days, day),
        row.claims_used,
        row.claims_most,
        definition.gap_days,
        row.last_claim_on,
        busy,
        day,
    )
    return Seen(row, definition, day, standing)


def mine(person_pk: int | None) -> list[Seen]:
    """The person's own plans that were paid, newest first. Two queries."""
    if person_pk is None:
        return []
    everywhere = Contract.objects.across_stores("a person's own service plans")
    rows = _with_all(everywhere.filter(person_id=person_pk).exclude(state__in=["unpaid", "void"]))
    return _seen_all(rows.order_by("-sold_at", "-pk"))


def _seen_all(rows: Iterable[Contract]) -> list[Seen]:
    found, day = list(rows), today()
    busy = set(_busy(found))
    return [seen(row, on=day, opened=row.pk in busy) for row in found]


def _busy(rows: list[Contract]) -> Iterable[int]:
    everywhere = Contract.objects.across_stores("whether these have an open claim")
    return everywhere.filter(pk__in=[row.pk for row in rows], claims__state__in=OPEN).values_list(
        "pk", flat=True
    )


def own_contract(by: Actor, contract: str) -> Contract:
    """The viewer's own contract with plan, version and store. Raises NotFound for everybody else."""
    everywhere = Contract.objects.across_stores("a person's own service plan")
    if by.person_id is None:
        raise NotFound()
    rows = everywhere.filter(public_id=contract, person_id=by.person_id)
    row = _with_all(rows.exclude(state__in=["unpaid", "void"])).first()
    if row is None:
        raise NotFound()
    return row


def any_contract(contract: str) -> Contract:
    """A contract of any store, for letters. Raises NotFound."""
    row = _with_all(
        Contract.objects.across_stores("a letter to the holder").filter(public_id=contract)
    ).first()
    if row is None:
        raise NotFound()
    return row


def of_orders(orders: Iterable[str]) -> dict[str, list[Seen]]:
    """The contracts of orders (public ids), in the order they were sold. Two queries; one when there are none."""
    everywhere = Contract.objects.across_stores("the plans sold with some orders")
    rows = list(_with_all(everywhere.filter(order_ref__in=list(orders))).order_by("pk"))
    found: dict[str, list[Seen]] = {}
    for one in _seen_all(rows) if rows else ():
        found.setdefault(one.row.order_ref, []).append(one)
    return found


@dataclass(frozen=True, slots=True)
class SoldWith:
    """A plan as it was sold with a line of an order: pieces, and sums over all of them in minor units."""

    definition: Definition
    product: str
    title: str
    title_zh: str
    quantity: int
    list_minor: int
    paid_minor: int
    refunded_minor: int


def sold_with(order: str) -> list[SoldWith]:
    """The plans of an order (public id), line by line, for those who sent it. One query; two with plans."""
    lines: dict[tuple[str, int], list[Contract]] = {}
    for one in of_orders([order]).get(order, []):
        if one.stage != "void":
            lines.setdefault((one.row.line_ref, one.row.version_id), []).append(one.row)
    return [_together(rows) for rows in lines.values()]


def _together(rows: list[Contract]) -> SoldWith:
    first = rows[0]
    return SoldWith(
        first.version.definition,
        first.product_ref,
        first.product_title,
        first.product_title_zh,
        len(rows),
        sum(row.list_minor for row in rows),
        sum(row.paid_minor for row in rows),
        sum(row.refunded_minor for row in rows),
    )


def contracts_of(store: Store) -> QuerySet[Contract]:
    """A store's contracts that were paid, those that end first on top."""
    rows = Contract.objects.of(store).exclude(state__in=["unpaid", "void"])
    return _with_all(rows).select_related("person").order_by("ends_on", "pk")


def whole_of(row: Contract) -> Sums:
    """The money of a contract as it was sold."""
    return Sums(row.paid_minor, row.market_minor, row.commission_minor)


def given_of(row: Contract) -> Sums:
    """What of it went back."""
    return Sums(row.refunded_minor, row.refunded_market_minor, row.refunded_commission_minor)


def stretch_of(row: Contract) -> Stretch:
    """How what is left is earned now. Asks for the contract's stretches once the order is complete."""
    if row.aside_at is not None:
        last = row.stretches.order_by("number").last()
        if last is not None:
            sums = Sums(last.paid_minor, last.market_minor, last.commission_minor)
            return Stretch(sums, last.start, row.days)
    return Stretch(whole_of(row) - given_of(row), 0, row.days)


def gone_of(row: Contract, on: date | None = None) -> int:
    """How many days of it are over on a day (today)."""
    return days_gone(row.starts_on, row.days, on or today())
