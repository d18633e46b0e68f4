"""A made-up app above orders that takes deposits and makes promises: what tests of both need."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from regulars.goods.catalog.models import Variant
from regulars.ground.kit import clock
from regulars.ground.kit.actors import SYSTEM, Actor
from regulars.people.merchants.models import Store
from regulars.trade.advances import actions as advances
from regulars.trade.advances.hooks import Lost, purposes
from regulars.trade.advances.models import Advance
from regulars.trade.orders import actions as orders
from regulars.trade.orders import queries
from regulars.trade.orders.models import OrderGroup
from regulars.trade.orders.rules import Grant
from regulars.trade.orders.rules.granting import grants
from tests.trade.orders.shopping import HOME, captured

PURPOSE, KIND, PREFIX = "testing", "testing", "tst"


@dataclass
class Bookings:
    """What the made-up app heard, and what it says when money comes."""

    paid: list[str] = field(default_factory=list)
    lapsed: list[str] = field(default_factory=list)
    placed: list[tuple[str, str]] = field(default_factory=list)
    ordered: list[tuple[str, str]] = field(default_factory=list)
    ended: list[tuple[str, str]] = field(default_factory=list)
    gone: bool = False

    def on_paid(self, _by: Actor, advance: Advance) -> None:
        """The deposit came."""
        if self.gone:
            raise Lost()
        self.paid.append(advance.public_id)

    def on_lapsed(self, _by: Actor, advance: Advance) -> None:
        """It did not."""
        self.lapsed.append(advance.public_id)


@contextmanager
def bookings() -> Iterator[Bookings]:
    """The made-up app, installed."""
    mine = Bookings()
    purposes.register(PURPOSE, on_paid=mine.on_paid, on_lapsed=mine.on_lapsed)
    grants.register(
        KIND,
        on_placed=lambda _by, ref, group: mine.placed.append((ref, group)),
        on_paid=lambda _by, ref, group: mine.ordered.append((ref, group)),
        on_ended=lambda _by, ref, group: mine.ended.append((ref, group)),
    )
    yield mine


def asked(store: Store, person: Any, amount_minor: int, minutes: int = 30, ref: str = "tst_1") -> Advance:
    """A deposit that somebody is asked for."""
    return advances.open_advance(
        by=SYSTEM,
        store=store,
        person_id=person.pk,
        purpose=PURPOSE,
        ref=ref,
        amount_minor=amount_minor,
        currency="CNY",
        pay_until=clock.now() + timedelta(minutes=minutes),
        title="Deposit",
    )


def pay_ahead(row: Advance) -> str:
    """Pay it; what became of the payment."""
    by = Actor("shopper", person_id=row.person_id)
    payment = advances.start_paying_advance(by=by, advance=row.public_id, provider="test")
    told = orders.receive_payment(by=SYSTEM, provider="test", message=captured(payment))
    row.refresh_from_db()
    return told


def paid_ahead(store: Store, person: Any, amount_minor: int, ref: str = "tst_1") -> Advance:
    """A deposit that is paid."""
    row = asked(store, person, amount_minor, ref=ref)
    assert pay_ahead(row) == "paid"
    return row


def promise(variant: Variant, quantity: int = 1, **more: Any) -> Grant:
    """A promise of the made-up app."""
    return Grant(
        **({"kind": KIND, "ref": "tst_1", "variant": variant.public_id, "quantity": quantity} | more)
    )


def ordered(by: Actor, promised: list[Grant], lines: dict[str, int] | None = None, **more: Any) -> OrderGroup:
    """Order what was promised, at the price quoted now."""
    told = queries.quote(by=by, currency="CNY", lines=lines or {}, grants=promised)
    given = {"address": HOME, "currency": "CNY", "expected_total_minor": told.total_minor} | more
    return orders.place_order(by=by, lines=lines or {}, grants=promised, **given)
