"""What is ordered in the ninety days: paid, sent, given back, all of it possible."""

from collections import Counter, defaultdict
from datetime import timedelta

from regulars.faces.terminal.demo.events import (
    Claim,
    Confirm,
    Deliver,
    Event,
    Lapse,
    Order,
    Pay,
    Refund,
    Restock,
    ReturnAnswer,
    ReturnRequest,
    SendBack,
    Ship,
)
from regulars.faces.terminal.demo.world import Town
from tests.faces.terminal.demo.telling import of, store_of


def test_orders_are_sane(demo_town: Town, told: list[Event]) -> None:
    orders = of(Order, told)
    assert len({order.key for order in orders}) == len(orders)
    for order in orders:
        assert order.lines
        assert len({line.variant for line in order.lines}) == len(order.lines)
        assert all(1 <= line.quantity <= 3 for line in order.lines)
        total = sum(
            demo_town.goods.variants[line.variant].price_minor * line.quantity for line in order.lines
        )
        assert 1000 <= total <= 3_000_000


def test_shelves_never_run_below_empty(demo_town: Town, told: list[Event]) -> None:
    stock = {key: variant.stock for key, variant in demo_town.goods.variants.items()}
    for event in told:
        if isinstance(event, Restock):
            assert event.quantity > 0
            stock[event.variant] += event.quantity
        elif isinstance(event, Order):
            for line in event.lines:
                stock[line.variant] -= line.quantity
                assert stock[line.variant] >= 0


def test_coupons_are_claimed_first_used_once_and_fit(demo_town: Town, told: list[Event]) -> None:
    purse: set[tuple[str, str]] = set()
    for event in told:
        if isinstance(event, Claim):
            assert (event.person, event.offer) not in purse
            purse.add((event.person, event.offer))
        elif isinstance(event, Order):
            for offer in (*event.coupons, *([event.envelope] if event.envelope else [])):
                purse.remove((event.person, offer))
            stores = [demo_town.offers.coupons[key].store for key in event.coupons]
            assert len(set(stores)) == len(stores)
            assert set(stores) <= {store_of(line.variant) for line in event.lines}


def test_coupon_thresholds_hold_at_list_price(demo_town: Town, told: list[Event]) -> None:
    used = 0
    for order in of(Order, told):
        totals: Counter[str] = Counter()
        for line in order.lines:
            totals[store_of(line.variant)] += (
                demo_town.goods.variants[line.variant].price_minor * line.quantity
            )
        for key in order.coupons:
            used += 1
            coupon = demo_town.offers.coupons[key]
            assert totals[coupon.store] >= coupon.over_minor
    assert used > 300


def test_envelopes_stay_within_budget(demo_town: Town, told: list[Event]) -> None:
    claims = Counter(claim.offer for claim in of(Claim, told))
    for key, envelope in demo_town.offers.envelopes.items():
        assert claims[key] * envelope.amount_minor <= envelope.budget_minor


def test_an_order_is_paid_or_lapses_never_both(told: list[Event]) -> None:
    orders = {order.key: order for order in of(Order, told)}
    paid = {event.order: event for event in of(Pay, told)}
    lapsed = {event.order for event in of(Lapse, told)}
    assert not paid.keys() & lapsed
    assert paid.keys() | lapsed <= orders.keys()
    assert 0.02 < len(lapsed) / len(orders) < 0.08
    assert all(timedelta(0) < pay.at - orders[key].at < timedelta(minutes=30) for key, pay in paid.items())


def test_parcels_go_step_by_step(told: list[Event]) -> None:
    steps: dict[tuple[str, str], list[type]] = defaultdict(list)
    stores = {order.key: {store_of(line.variant) for line in order.lines} for order in of(Order, told)}
    paid: set[str] = set()
    for event in told:
        if isinstance(event, Pay):
            paid.add(event.order)
        elif isinstance(event, Ship | Deliver | Confirm):
            assert event.order in paid
            assert event.store in stores[event.order]
            steps[event.order, event.store].append(type(event))
    assert all(found == [Ship, Deliver, Confirm][: len(found)] for found in steps.values())


def test_returns_follow_delivery_and_give_back_only_what_was_bought(told: list[Event]) -> None:
    bought = {(order.key, line.variant): line.quantity for order in of(Order, told) for line in order.lines}
    delivered = {(event.order, event.store): event.at for event in of(Deliver, told)}
    for request in of(ReturnRequest, told):
        assert request.at > delivered[request.order, request.store]
        for line in request.lines:
            assert store_of(line.variant) == request.store
            assert 1 <= line.quantity <= bought[request.order, line.variant]


def test_refunds_come_last_and_only_when_accepted(told: list[Event]) -> None:
    requests = {request.key: request for request in of(ReturnRequest, told)}
    answers = {answer.request: answer for answer in of(ReturnAnswer, told)}
    posted = {event.request for event in of(SendBack, told)}
    for refund in of(Refund, told):
        assert answers[refund.request].accepted
        assert requests[refund.request].sends_back == (refund.request in posted)
    assert any(not answer.accepted for answer in answers.values())
    assert 0.02 < len(requests) / len(of(Order, told)) < 0.12


def test_no_receipt_is_confirmed_while_a_return_is_open(told: list[Event]) -> None:
    parcels: dict[str, tuple[str, str]] = {}
    open_returns: set[tuple[str, str]] = set()
    for event in told:
        if isinstance(event, ReturnRequest):
            parcels[event.key] = (event.order, event.store)
            open_returns.add(parcels[event.key])
        elif isinstance(event, Refund) or (isinstance(event, ReturnAnswer) and not event.accepted):
            open_returns.discard(parcels[event.request])
        elif isinstance(event, Confirm):
            assert (event.order, event.store) not in open_returns
