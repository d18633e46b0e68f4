"""Service plans of the town: white shoes cleaned for half a year, teapots kept bright; some claimed, one waiting."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from io import BytesIO
from typing import Any, NamedTuple

from regulars.faces.terminal.demo.opening import Market, at_work
from regulars.goods.catalog.queries import products_of_store
from regulars.goods.media import made
from regulars.goods.media.actions import rebuilt_pictures
from regulars.ground.kit import clock
from regulars.ground.kit.actors import SYSTEM, Actor
from regulars.ground.kit.refusals import Refusal
from regulars.ground.kit.together import together
from regulars.trade.orders import actions as orders
from regulars.trade.orders.queries import PlanWish, parts_of, quote
from regulars.trade.payments.rules import ProviderMessage
from regulars.trade.services import actions
from regulars.trade.services.queries import of_orders

CURRENCY = "CNY"
FEW = 3
HOME = {
    "recipient": "Alice",
    "phone": "13800001234",
    "street": "1 Plum Lane",
    "city": "Yixing",
    "country": "CN",
}
PLANS: dict[str, dict[str, Any]] = {
    "keep-it-white": {
        "title": "Stay White",
        "title_zh": "常白计划",
        "covered": "Street dirt, grass and rain marks, cleaned by hand, laces included. Not covered: holes, worn soles.",
        "covered_zh": "路上的脏污、草渍、雨痕，手工清洗，鞋带一起洗。不含：破洞、磨损的鞋底。",
        "terms": "You pay the way to us, we pay the way back. Let the shoes dry before you pack them.",
        "terms_zh": "寄来运费自付，寄回由我们承担。请晾干后再打包。",
        "price_minor": 3_900,
        "days": 180,
        "claims": 3,
        "gap_days": 14,
        "ways": ("send-in", "at-shop"),
        "answer_days": 2,
        "fulfil_days": 10,
    },
    "purple-clay-house": {
        "title": "Keep it bright",
        "title_zh": "壶常亮",
        "covered": "Tea stains inside and out, and a lid that sits again. Not covered: cracks.",
        "covered_zh": "壶内外茶垢清理，壶盖修合。不含：开裂。",
        "share_bp": 1_200,
        "days": 180,
        "claims": 2,
        "gap_days": 30,
        "ways": ("send-in",),
        "answer_days": 2,
        "fulfil_days": 14,
    },
}


class Bought(NamedTuple):
    """Who bought a plan where, how many days ago, and what became of a claim made `claimed` days ago."""

    store: str
    person: str
    days: int
    claimed: float = 0
    then: str = ""


SALES = (
    Bought("keep-it-white", "alice", 60, 30, "confirmed"),
    Bought("keep-it-white", "alice", 174),
    Bought("keep-it-white", "bob", 40, 13, "accepted"),
    Bought("purple-clay-house", "bob", 25, 1.2, "asked"),
    Bought("purple-clay-house", "alice", 172),
)
SAID = {
    "keep-it-white": "Grey at the toes and one grass stain on the left.",
    "purple-clay-house": "Dark rings inside, the lid wobbles a little.",
}


def sell_care(market: Market) -> int:
    """Make the plans, sell some and claim some; how many were sold."""
    sold: list[int] = []
    together(by=SYSTEM, doing=lambda: sold.append(_all(market)))
    return sold[0]


def _all(market: Market) -> int:
    plans = {store: _plan(market, store) for store in PLANS if store in market.stores}
    many = sum(_sold(market, one, plans[one.store]) for one in SALES if one.store in plans)
    orders.earn_plans()
    return many


def _plan(market: Market, store: str) -> str:
    by, row = at_work(market, store), market.stores[store]
    values = PLANS[store] | {"categories": (_best(row)[0].category.public_id,)}
    with clock.at(clock.now() - timedelta(days=176)):
        plan = actions.make_plan(by=by, store=row, values=values)
        actions.publish_plan(by=by, store=row, plan=plan.public_id)
    return str(plan.public_id)


def _sold(market: Market, one: Bought, plan: str) -> bool:
    try:
        order = _bought(market, one, plan)
    except Refusal:
        return False
    contract = of_orders([order])[order][0].row.public_id
    if one.then:
        _claim(market, one, contract)
    return True


def _bought(market: Market, one: Bought, plan: str) -> str:
    """Ordered, paid, sent, arrived and confirmed, each on its day; the order's public id."""
    store, staff = market.stores[one.store], at_work(market, one.store)
    by = Actor("shopper", person_id=market.people[one.person])
    variant = _best(store)[1].public_id
    asked: dict[str, Any] = {
        "by": by, "currency": CURRENCY, "lines": {variant: 1}, "plans": {variant: PlanWish(plan, 1)}, "claims": [],
    }  # fmt: skip
    at = clock.now() - timedelta(days=one.days)
    with clock.at(at):
        total = quote(**asked).total_minor
        group = orders.place_order(
            **asked,
            address=HOME | {"recipient": one.person.title()},
            expected_total_minor=total,
            email=f"{one.person}@example.com",
        )
        payment = orders.start_paying(by=by, group=group.public_id, provider="test")
        orders.receive_payment(by=SYSTEM, provider="test", message=_captured(payment))
    order = str(parts_of(group)[0].public_id)
    with clock.at(at + timedelta(hours=8)):
        orders.ship(by=staff, store=store, order=order, carrier="SF Express", tracking=f"SF{payment.pk:09}")
    with clock.at(at + timedelta(days=2)):
        orders.deliver(by=staff, store=store, order=order)
    with clock.at(at + timedelta(days=3)):
        orders.confirm(by=by, order=order)
    return order


def _captured(payment: Any) -> ProviderMessage:
    return ProviderMessage(
        event_id=f"demo-care-{payment.public_id}", kind="captured", payment_id=payment.public_id,
        provider_ref=f"demo-care-{payment.public_id}", amount_minor=payment.amount_minor, currency=payment.currency,
    )  # fmt: skip


def _best(store: Any) -> tuple[Any, Any]:
    """The dearest thing the store has three of, and the variant of it: with that a plan makes sense."""
    rows = [(one, row) for one in products_of_store(store).items for row in one.variants.all()]
    there = [pair for pair in rows if pair[1].stock.on_hand - pair[1].stock.held >= FEW]
    return max(there or rows, key=lambda pair: (pair[1].price_minor, -pair[1].pk))


def _claim(market: Market, one: Bought, contract: str) -> None:
    by = Actor("shopper", person_id=market.people[one.person])
    store, staff = market.stores[one.store], at_work(market, one.store)
    at = clock.now() - timedelta(days=one.claimed)
    with clock.at(at):
        row = actions.claim_service(
            by=by,
            contract=contract,
            text=SAID[one.store],
            way="send-in",
            pictures=_pictures(one.store, view=1),
        )
    claim = row.public_id
    if one.then == "asked":
        return
    with clock.at(at + timedelta(hours=20)):
        actions.accept_claim(by=staff, store=store, claim=claim, answer="Send them in, we pay the way back.")
    if one.then == "accepted":
        return
    with clock.at(at + timedelta(days=4)):
        actions.receive_claim(by=staff, store=store, claim=claim)
    with clock.at(at + timedelta(days=6)):
        actions.finish_claim(
            by=staff, store=store, claim=claim, result="Washed, whitened and re-laced. Like new.",
            pictures=_pictures(one.store, view=0),
        )  # fmt: skip
    with clock.at(at + timedelta(days=8)):
        actions.confirm_claim(by=by, claim=claim)


def _pictures(store: str, *, view: int) -> Sequence[Any]:
    kind = "sneaker" if store == "keep-it-white" else "teapot"
    out = BytesIO()
    made.draw(kind, seed=11, size=480, color="#f5f5f0", view=view).save(out, "PNG")
    return rebuilt_pictures(uploads=[out.getvalue()])
