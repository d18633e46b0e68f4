"""The chosen combination is the cheapest legal one: checked against trying everything."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings

from regulars.trade.offers.rules import Basket, OfferTerms, Person, Tier, price
from tests.depth import examples
from tests.trade.offers.rules_baskets import NOW, basket, carts, line, offer
from tests.trade.offers.rules_reference import reference_total

Cart = tuple[Basket, tuple[OfferTerms, ...]]


@settings(max_examples=examples(120), deadline=None)
@given(carts())
def test_no_combination_is_cheaper(cart: Cart) -> None:
    goods, offers = cart
    receipt = price(goods, offers, NOW)
    assert receipt.complete
    assert receipt.total_minor == reference_total(goods, offers, NOW)


@settings(max_examples=examples(80), deadline=None)
@given(carts(most=5, stores=3))
def test_no_combination_is_cheaper_in_three_stores(cart: Cart) -> None:
    goods, offers = cart
    assert price(goods, offers, NOW).total_minor == reference_total(goods, offers, NOW)


@settings(max_examples=examples(120), deadline=None)
@given(carts())
def test_holding_more_is_never_dearer(cart: Cart) -> None:
    goods, offers = cart
    few = price(goods, offers, NOW)
    everything = {f"more-{o.offer_id}": o.offer_id for o in offers if o.needs_claim}
    person = replace(goods.person, held={**goods.person.held, **everything})
    assert price(replace(goods, person=person), offers, NOW).total_minor <= few.total_minor


def test_a_smaller_coupon_wins_when_it_saves_the_cross_store_step() -> None:
    goods = basket(line(unit=41_000), person=Person(held={"c1": "big", "c2": "small"}))
    offers = [
        offer("big", "store-coupon", Tier(0, off_minor=1_500), store_id="clay", needs_claim=True),
        offer("small", "store-coupon", Tier(0, off_minor=1_000), store_id="clay", needs_claim=True),
        offer("cross", "cross-store", Tier(40_000, off_minor=5_000), pool="x", store_ids=frozenset({"clay"})),
    ]
    receipt = price(goods, offers, NOW)
    assert receipt.total_minor == 35_000
    assert [(step.offer_id, step.claim_id) for step in receipt.steps] == [("small", "c2"), ("cross", None)]


def test_no_coupon_at_all_wins_when_it_would_cost_the_free_freight() -> None:
    goods = basket(line(unit=10_000), freight={"clay": 900})
    offers = [
        offer("little", "store-coupon", Tier(0, off_minor=100), store_id="clay"),
        offer("post", "free-freight", Tier(10_000, percent_bp=10_000), store_id="clay"),
    ]
    receipt = price(goods, offers, NOW)
    assert receipt.total_minor == 10_000
    assert [(r.offer_id, r.reason) for r in receipt.refused] == [("little", "cheaper-without")]


def test_claims_chosen_by_hand_are_the_only_ones_used() -> None:
    held = {"c1": "ten", "c2": "twenty"}
    offers = [
        offer("ten", "store-coupon", Tier(0, off_minor=1_000), store_id="clay", needs_claim=True),
        offer("twenty", "store-coupon", Tier(0, off_minor=2_000), store_id="clay", needs_claim=True),
    ]
    goods = basket(line(), person=Person(held=held), chosen=("c1",))
    receipt = price(goods, offers, NOW)
    assert receipt.total_minor == 9_000
    assert [(r.offer_id, r.reason) for r in receipt.refused] == [("twenty", "not-chosen")]
    assert price(replace(goods, chosen=()), offers, NOW).total_minor == 10_000


def test_many_coupons_in_many_stores_are_still_searched_completely() -> None:
    lines = [line(f"l{n}", f"store{n}", 9_900 + n) for n in range(10)]
    offers = [
        offer(f"c{n}-{off}", "store-coupon", Tier(0, off_minor=off), store_id=f"store{n}")
        for n in range(10)
        for off in (500, 700, 900)
    ]
    stores = frozenset(f"store{n}" for n in range(10))
    offers.append(
        offer("cross", "cross-store", Tier(40_000, off_minor=5_000), repeats=True, pool="x", store_ids=stores)
    )
    receipt = price(basket(*lines), offers, NOW)
    assert receipt.complete
    assert receipt.total_minor == sum(each.unit_minor for each in lines) - 9_000 - 10_000
