"""Three presales: one takes deposits, one waits for balances, one is over. Booked and paid as everybody does it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from regulars.faces.terminal.demo.content import read, text
from regulars.faces.terminal.demo.opening import CAST, Market, address, at_work, morning
from regulars.faces.terminal.demo.world import Town
from regulars.goods.catalog.queries import Filters, products_of_store, variants_of
from regulars.ground.kit import clock
from regulars.ground.kit.actors import SYSTEM, Actor
from regulars.ground.kit.together import together
from regulars.trade.advances.actions import start_paying_advance
from regulars.trade.orders import actions as orders
from regulars.trade.orders import queries as asking
from regulars.trade.orders.rules.granting import grants
from regulars.trade.payments.queries import Payment
from regulars.trade.payments.rules import ProviderMessage
from regulars.trade.presales import actions as presales
from regulars.trade.presales.queries import Booking, Presale, items_of
from regulars.trade.presales.rules import Windows

LENGTHS = (6, 2, 3, 14)


def presell(town: Town, market: Market) -> None:
    """Every presale of the plan, from its publication to where it stands today."""
    together(by=SYSTEM, doing=partial(_all, town, market))


def _all(town: Town, market: Market) -> None:
    for row in read("presales")["presales"]:
        if row["store"] in market.stores:
            _one(town, market, row)


def _one(town: Town, market: Market, row: dict[str, Any]) -> None:
    start = morning(town.today - timedelta(days=row["days_ago"]))
    spans = _windows(start)
    with clock.at(start - timedelta(days=2)):
        presale = _published(market, row, spans)
    bookings = list(_book(town, market, row, presale, spans))
    for place, (person, booking) in enumerate(bookings):
        at = spans.balance_from + timedelta(hours=3 + 4 * place)
        if at < clock.now() and person not in CAST and place < row["pay"]:
            _pay_balance(town, market, row, person, booking, at)
    if spans.balance_until < clock.now():
        with clock.at(spans.balance_until + timedelta(minutes=1)):
            presales.end_unpaid()


def _windows(start: datetime) -> Windows:
    moments = [start]
    for days in LENGTHS:
        moments.append(moments[-1] + timedelta(days=days))
    return Windows(*moments)


def _published(market: Market, row: dict[str, Any], spans: Windows) -> Presale:
    store, staff, words = market.stores[row["store"]], at_work(market, row["store"]), text(row["title"])
    goods = products_of_store(store, Filters(state="published"), size=20).items
    product = max(goods, key=lambda one: (one.from_minor or 0, one.pk))
    variant = variants_of(product)[0]
    price = variant.price_minor
    amounts = {
        "price_minor": price,
        "deposit_minor": max(price // 1000 * 100, 100),
        "off_minor": price // 2000 * 100,
        "quota": row["quota"],
    }
    plan = presales.plan_presale(
        by=staff, store=store, product_id=product.public_id, title=words.en, title_zh=words.zh, windows=spans,
        items={variant.public_id: amounts}, unpaid=row["unpaid"], per_person=2,
    )  # fmt: skip
    return presales.publish_presale(by=staff, store=store, presale=plan.public_id)


def _book(
    town: Town, market: Market, row: dict[str, Any], presale: Presale, spans: Windows
) -> Iterator[tuple[str, Booking]]:
    """The cast where the plan says so, and people of the town: one every few hours."""
    others = [key for key in sorted(town.people) if key not in CAST]
    people = [*row["cast"], *others[row["from"] : row["from"] + row["people"]]]
    item = items_of(presale)[0].public_id
    for place, person in enumerate(people):
        at = spans.deposit_from + timedelta(hours=1 + 3 * place)
        if at >= min(clock.now() - timedelta(minutes=5), spans.deposit_until):
            return
        with clock.at(at):
            by = Actor("shopper", person_id=market.people[person])
            booking = presales.book(by=by, presale=presale.public_id, item=item, quantity=1)
            _paid(start_paying_advance(by=by, advance=booking.advance_ref, provider="test"))
            yield person, booking


def _pay_balance(
    town: Town, market: Market, row: dict[str, Any], person: str, booking: Booking, at: datetime
) -> None:
    by, who = Actor("shopper", person_id=market.people[person]), town.people[person]
    with clock.at(at):
        promised = grants.find(by, booking.public_id)
        currency = town.market.currency
        told = asking.quote(by=by, currency=currency, lines={}, grants=promised)
        group = orders.place_order(
            by=by, lines={}, grants=promised, currency=currency, expected_total_minor=told.total_minor,
            address=address(who), email=who.email, phone=who.phone,
        )  # fmt: skip
        _paid(orders.start_paying(by=by, group=group.public_id, provider="test"))
    store, staff = market.stores[row["store"]], at_work(market, row["store"])
    order = asking.parts_of(group)[0].public_id
    sent = at + timedelta(days=4)
    if sent + timedelta(days=6) < clock.now():
        with clock.at(sent):
            orders.ship(by=staff, store=store, order=order)
        with clock.at(sent + timedelta(days=3)):
            orders.deliver(by=staff, store=store, order=order)
        with clock.at(sent + timedelta(days=5)):
            orders.confirm(by=by, order=order)


def _paid(payment: Payment) -> None:
    """The test provider says that it was paid."""
    message = ProviderMessage(
        event_id=f"demo-{payment.public_id}", kind="captured", payment_id=payment.public_id,
        provider_ref=f"demo-{payment.public_id}", amount_minor=payment.amount_minor, currency=payment.currency,
    )  # fmt: skip
    orders.receive_payment(by=SYSTEM, provider="test", message=message)
