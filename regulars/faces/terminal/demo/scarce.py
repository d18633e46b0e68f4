"""Two drops of a store: one that sold out some days ago, to people of the town, and one that opens in a few hours."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from regulars.faces.terminal.demo.opening import Market, at_work
from regulars.goods.catalog import actions as catalog
from regulars.goods.catalog.queries import Filters as Shelf
from regulars.goods.catalog.queries import products_of_store, variants_of
from regulars.ground.kit import clock
from regulars.ground.kit.actors import SYSTEM, Actor
from regulars.loyalty.customers.queries import Filters, customers_of
from regulars.people.merchants.queries import Store
from regulars.trade.drops import actions, queries
from regulars.trade.drops.actions.granting import grants_of
from regulars.trade.orders import actions as orders
from regulars.trade.orders.queries import parts_of, quote
from regulars.trade.payments.actions import ProviderMessage

STORE = "purple-clay-house"
SOLD, COMING, TRIED = 4, 12, 9
AGO, AHEAD = timedelta(days=4), timedelta(hours=3)
TEXTS = {
    "title": "Four pots from the autumn kiln", "title_zh": "秋窑四壶",
    "text": "Fired once a year, with wood. Each one is a little different.",
    "text_zh": "一年只烧一窑，柴火慢烧，每一把都略有不同。",
}  # fmt: skip
NEXT = {
    "title": "Twelve pots of old clay",
    "title_zh": "老泥十二壶",
    "text": "The clay rested for thirty years. When it is gone, it is gone.",
    "text_zh": "泥料陈放了三十年，用完就没有了。",
}
FOLLOWERS_FIRST = [
    {"who": "followers", "after": 0, "units": 8},
    {"who": "everybody", "after": 15, "units": 0},
]
ADDRESS = {
    "recipient": "Lin",
    "phone": "13800001234",
    "street": "1 Plum Lane",
    "city": "Yixing",
    "country": "CN",
}


def open_drops(market: Market) -> None:
    """Play the one, announce the other."""
    store, by = market.stores[STORE], at_work(market, STORE)
    shelf = products_of_store(store, Shelf(state="published"), size=12).items
    wares = [variants_of(product)[0] for product in shelf]
    buyers = [
        one.relation.person_id for one in customers_of(store, Filters(group="buyers"), size=TRIED).items
    ]
    _sold(by, store, wares[0], buyers)
    _coming(by, store, wares[-1])


def _sold(by: Actor, store: Store, variant: Any, buyers: list[int]) -> None:
    opens = (clock.now() - AGO).replace(minute=0, second=0, microsecond=0)
    with clock.at(opens - timedelta(days=1)):
        row = _announced(
            by, store, variant, SOLD, opens_at=opens, ends_at=opens + timedelta(hours=2), **TEXTS
        )
    with clock.at(opens - timedelta(minutes=5)):
        for person in buyers:
            actions.take(by=_shopper(person), drop=row)
    with clock.at(opens + timedelta(seconds=1)):
        actions.settle_drop(by=SYSTEM, drop=row.pk)
    with clock.at(opens + timedelta(minutes=4)):
        for person in buyers:
            seat = queries.seats_of(row, person)[0]
            if seat.state == "won":
                _bought(store, _shopper(person), seat.public_id)
        actions.close_drop(by=SYSTEM, drop=row.pk)


def _coming(by: Actor, store: Store, variant: Any) -> None:
    opens = clock.now().replace(minute=0, second=0, microsecond=0) + AHEAD
    ends = opens + timedelta(hours=2)
    _announced(by, store, variant, COMING, opens_at=opens, ends_at=ends, phases=FOLLOWERS_FIRST, **NEXT)


def _announced(by: Actor, store: Store, variant: Any, units: int, **said: Any) -> queries.Drop:
    catalog.adjust_stock(by=by, store=store, variant_id=variant.public_id, delta=units, why="received")
    fields = actions.Fields(variant=variant.public_id, units=units, **said)
    draft = actions.plan_drop(by=by, store=store, fields=fields)
    return actions.publish_drop(by=by, store=store, drop=draft.public_id)


def _bought(store: Store, by: Actor, ticket: str) -> None:
    promised = grants_of(by, ticket)
    total = quote(by=by, currency=store.currency, lines={}, grants=promised).total_minor
    group = orders.place_order(
        by=by, expected_total_minor=total, currency=store.currency, lines={}, grants=promised, address=ADDRESS
    )
    payment = orders.start_paying(by=by, group=group.public_id, provider="test")
    message = ProviderMessage(
        event_id=f"demo-{ticket}", kind="captured", payment_id=payment.public_id, provider_ref=f"demo-{ticket}",
        amount_minor=payment.amount_minor, currency=payment.currency,
    )  # fmt: skip
    orders.receive_payment(by=SYSTEM, provider="test", message=message)
    part = parts_of(group)[0].public_id
    orders.ship(
        by=Actor("system", store_id=store.pk, label="demo"),
        store=store,
        order=part,
        carrier="SF",
        tracking="SF2026",
    )


def _shopper(person: int) -> Actor:
    return Actor("shopper", person_id=person)
