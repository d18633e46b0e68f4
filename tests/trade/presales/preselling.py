"""Preselling a teapot in the small town, in few words."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from regulars.ground.kit import clock
from regulars.ground.kit.actors import SYSTEM, Actor
from regulars.trade.advances.actions import start_paying_advance
from regulars.trade.orders import actions as orders
from regulars.trade.orders import queries
from regulars.trade.orders.models import OrderGroup
from regulars.trade.presales import actions as presales
from regulars.trade.presales.actions.balancing import grants_of
from regulars.trade.presales.models import Booking, Presale, PresaleItem
from regulars.trade.presales.rules import Windows
from tests.town import Town
from tests.trade.orders.shopping import HOME, captured

DAY = timedelta(days=1)
AMOUNTS = {"price_minor": 20000, "deposit_minor": 1000, "off_minor": 2000, "quota": 5}


def windows(start: datetime) -> Windows:
    """Three days of deposits, two days later two days of balances, sent ten days after that."""
    return Windows(start, start + 3 * DAY, start + 5 * DAY, start + 7 * DAY, start + 17 * DAY)


def drafted(town: Town, *, quota: int = 5, start: datetime | None = None, **more: Any) -> Presale:
    """A presale of the teapot: 200, a deposit of 10, 20 off."""
    amounts = AMOUNTS | {"quota": quota}
    given = {"unpaid": "forfeit", "per_person": 2, "title": "Winter firing", "title_zh": "冬窑预售"} | more
    return presales.plan_presale(
        by=town.mei_at_work(),
        store=town.clay,
        product_id=town.teapot.public_id,
        windows=windows(start or clock.now()),
        items={town.variant(town.teapot).public_id: amounts},
        **given,
    )


def running(town: Town, **more: Any) -> Presale:
    """The same, published."""
    row = drafted(town, **more)
    return presales.publish_presale(by=town.mei_at_work(), store=town.clay, presale=row.public_id)


def item_of(row: Presale) -> PresaleItem:
    """What is presold, fresh."""
    return PresaleItem.objects.get(presale=row)


def fresh(row: Booking) -> Booking:
    """The booking as it stands."""
    return Booking.objects.across_stores("test").select_related("presale").get(pk=row.pk)


def book(by: Actor, row: Presale, quantity: int = 1) -> Booking:
    """Take places."""
    return presales.book(by=by, presale=row.public_id, item=item_of(row).public_id, quantity=quantity)


def pay_deposit(by: Actor, booking: Booking) -> str:
    """Pay what the booking asks for; what became of the payment."""
    payment = start_paying_advance(by=by, advance=booking.advance_ref, provider="test")
    return orders.receive_payment(by=SYSTEM, provider="test", message=captured(payment))


def booked(by: Actor, row: Presale, quantity: int = 1) -> Booking:
    """Take places and pay the deposit."""
    booking = book(by, row, quantity)
    assert pay_deposit(by, booking) == "paid"
    return fresh(booking)


def order_balance(by: Actor, booking: Booking, lines: dict[str, int] | None = None) -> OrderGroup:
    """Order what was booked, with other goods."""
    promised = grants_of(by, booking.public_id)
    told = queries.quote(by=by, currency="CNY", lines=lines or {}, grants=promised)
    return orders.place_order(
        by=by,
        lines=lines or {},
        grants=promised,
        expected_total_minor=told.total_minor,
        currency="CNY",
        address=HOME,
    )
