"""What holds for every receipt: exact splits, exact funding, order does not matter, replay is identical."""

from __future__ import annotations

import random

from hypothesis import given, settings
from hypothesis import strategies as st

from regulars.trade.offers.rules import Basket, OfferTerms, Receipt, price, replay
from regulars.trade.offers.rules.steps import RANK
from tests.depth import examples
from tests.trade.offers.rules_baskets import NOW, carts

Cart = tuple[Basket, tuple[OfferTerms, ...]]


def assert_adds_up(receipt: Receipt) -> None:
    """Splits, funding, lines, stores and totals agree to the cent."""
    for step in receipt.steps:
        assert step.amount_minor > 0
        assert sum(step.split.values()) == step.amount_minor == sum(step.funding.values())
        assert min(step.funding.values()) > 0
        assert step.amount_minor <= step.base_minor or step.step == "freight"
    for line in receipt.lines:
        assert 0 <= line.paid_minor == line.list_minor - sum(line.off.values())
        for step_key, minor in line.off.items():
            assert minor == sum(s.split.get(line.line_id, 0) for s in receipt.steps if s.step == step_key)
    for store in receipt.stores:
        assert store.goods_minor == sum(x.paid_minor for x in receipt.lines if x.store_id == store.store_id)
        assert 0 <= store.freight_minor <= store.freight_list_minor
    assert receipt.goods_minor == sum(line.paid_minor for line in receipt.lines)
    assert receipt.total_minor == sum(store.total_minor for store in receipt.stores)


@settings(max_examples=examples(250), deadline=None)
@given(carts(most=6, stores=3), st.randoms(use_true_random=False))
def test_every_receipt_adds_up_and_does_not_depend_on_order(cart: Cart, dice: random.Random) -> None:
    basket, offers = cart
    receipt = price(basket, offers, NOW)
    assert_adds_up(receipt)
    lines, shuffled = list(basket.lines), list(offers)
    dice.shuffle(lines)
    dice.shuffle(shuffled)
    again = price(Basket("CNY", tuple(lines), basket.freight, basket.person), shuffled, NOW)
    assert (again.lines, again.steps, again.refused) == (receipt.lines, receipt.steps, receipt.refused)
    assert (again.stores, again.next_tiers) == (receipt.stores, receipt.next_tiers)
    assert price(receipt.basket, receipt.offers, receipt.priced_at) == receipt


@settings(max_examples=examples(120), deadline=None)
@given(carts(most=9, stores=3))
def test_a_receipt_reads_back_and_replays_identically(cart: Cart) -> None:
    receipt = price(*cart, NOW)
    text = receipt.to_json()
    assert Receipt.from_json(text) == receipt
    assert Receipt.from_json(text).to_json() == text
    assert replay(text) == receipt
    assert replay(text).to_json() == text


@settings(max_examples=examples(100), deadline=None)
@given(carts(most=9, stores=3))
def test_every_rung_is_climbed_at_most_as_often_as_it_says(cart: Cart) -> None:
    receipt = price(*cart, NOW)
    terms = {offer.offer_id: offer for offer in receipt.offers}
    ranks = [RANK[step.step] for step in receipt.steps]
    assert ranks == sorted(ranks)
    for key in ("category", "cash", "payment"):
        assert sum(step.step == key for step in receipt.steps) <= 1
    for key in ("store", "coupon"):
        owners = [terms[step.offer_id].store_id for step in receipt.steps if step.step == key]
        assert len(owners) == len(set(owners))
    assert all(
        step.split.keys() <= {*(x.line_id for x in receipt.lines), "clay", "cashmere", "tea"}
        for step in receipt.steps
    )


@settings(max_examples=examples(100), deadline=None)
@given(carts(most=9, stores=3))
def test_every_considered_offer_applied_or_was_refused_with_a_reason(cart: Cart) -> None:
    receipt = price(*cart, NOW)
    applied = {step.offer_id for step in receipt.steps}
    refused = {refusal.offer_id for refusal in receipt.refused}
    silent = {o.offer_id for o in receipt.offers} - applied - refused
    freight_free = {o.offer_id for o in receipt.offers if o.step == "freight"}
    assert silent <= freight_free
    assert all(r.distance_minor is None or r.distance_minor > 0 for r in receipt.refused)
