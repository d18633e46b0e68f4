"""Worked examples of the steps, one rule each."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from regulars.trade.offers.rules import OfferTerms, Person, Scope, Tier, price
from tests.trade.offers.rules_baskets import HOUR, NOW, basket, line, offer

POOL: dict[str, Any] = {"pool": "400-50", "store_ids": frozenset({"clay", "cashmere"})}
CROSS = offer("cross", "cross-store", Tier(40_000, off_minor=5_000), repeats=True, **POOL)


def test_cross_store_is_split_by_ratio() -> None:
    receipt = price(basket(line("a", "clay", 8_000), line("b", "cashmere", 32_000)), [CROSS], NOW)
    assert receipt.steps[0].split == {"a": 1_000, "b": 4_000}
    assert receipt.steps[0].funding == {"market": 5_000}


def test_stores_outside_the_pool_get_and_count_nothing() -> None:
    goods = basket(line("a", "clay", 30_000), line("b", "cashmere", 10_000), line("c", "tea", 90_000))
    assert price(goods, [CROSS], NOW).steps[0].split == {"a": 3_750, "b": 1_250}
    goods = basket(line("a", "clay", 30_000), line("c", "tea", 90_000))
    assert price(goods, [CROSS], NOW).steps == ()


@pytest.mark.parametrize(("amount", "off"), [(39_999, 0), (40_000, 5_000), (79_999, 5_000), (80_000, 10_000)])
def test_the_threshold_is_reached_exactly_and_repeats(amount: int, off: int) -> None:
    assert price(basket(line(unit=amount)), [CROSS], NOW).total_minor == amount - off


def test_repeats_stop_at_their_ceiling() -> None:
    twice = replace(CROSS, most_repeats=2)
    assert price(basket(line(unit=200_000)), [twice], NOW).total_minor == 190_000


def test_the_cross_store_base_is_what_the_stores_left() -> None:
    save = offer("save", "spend-and-save", Tier(10_000, off_minor=1_000), store_id="clay")
    market = offer("category", "category-coupon", Tier(0, off_minor=500))
    receipt = price(basket(line(unit=41_500)), [CROSS, save, market], NOW)
    assert [(s.step, s.base_minor, s.amount_minor) for s in receipt.steps] == [
        ("store", 41_500, 1_000),
        ("category", 40_500, 500),
        ("cross", 40_500, 5_000),
    ]


def test_a_store_at_zero_passes_its_share_on() -> None:
    everything = offer(
        "gift", "category-coupon", Tier(0, off_minor=7_500), scope=Scope("product", frozenset({"gift"}))
    )
    goods = basket(line("a", "clay", 8_000, product_id="gift"), line("b", "cashmere", 32_000))
    cross = price(goods, [CROSS, everything], NOW).steps[1]
    assert cross.split == {"a": 500, "b": 4_500}


def test_only_the_best_price_of_an_item_applies() -> None:
    offers = [
        offer("tenth", "item-price", Tier(0, percent_bp=1_000), store_id="clay"),
        offer("flash", "item-price", fixed_minor=8_500, store_id="clay"),
    ]
    receipt = price(basket(line(quantity=2)), offers, NOW)
    assert [(s.offer_id, s.amount_minor) for s in receipt.steps] == [("flash", 3_000)]
    assert [(r.offer_id, r.reason) for r in receipt.refused] == [("tenth", "another-is-better")]


def test_a_flash_price_can_keep_coupons_away_from_its_line() -> None:
    flash = offer(
        "flash", "item-price", fixed_minor=9_000, store_id="clay", not_with=frozenset({"coupon"}),
        scope=Scope("product", frozenset({"p-a"})),
    )  # fmt: skip
    coupon = offer("ten", "store-coupon", Tier(0, percent_bp=1_000), store_id="clay")
    receipt = price(basket(line("a"), line("b")), [flash, coupon], NOW)
    assert receipt.steps[1].split == {"b": 1_000}


def test_red_envelopes_give_no_more_than_their_budget() -> None:
    envelope = offer("luck", "cash-red-envelope", Tier(0, off_minor=800), budget_left_minor=300)
    assert price(basket(line()), [envelope], NOW).total_minor == 9_700
    empty = replace(envelope, budget_left_minor=0)
    assert price(basket(line()), [empty], NOW).refused[0].reason == "budget-spent"


def test_points_of_several_kinds_add_up() -> None:
    points = [offer(f"p{n}", "points", Tier(0, off_minor=400)) for n in range(2)]
    assert price(basket(line()), points, NOW).total_minor == 9_200


def test_funding_is_shared_store_by_store() -> None:
    shared = replace(CROSS, store_bp=6_000)
    step = price(basket(line("a", "clay", 8_000), line("b", "cashmere", 32_000)), [shared], NOW).steps[0]
    assert step.funding == {"clay": 600, "cashmere": 2_400, "market": 2_000}


def test_free_freight_counts_what_is_paid_to_the_store() -> None:
    post = offer("post", "free-freight", Tier(10_000, percent_bp=10_000), store_id="clay")
    goods = basket(line(), freight={"clay": 800})
    receipt = price(goods, [post], NOW)
    assert (receipt.freight_minor, receipt.total_minor) == (0, 10_000)
    assert receipt.steps[0].split == {"clay": 800}
    missed = price(basket(line(unit=9_200), freight={"clay": 800}), [post], NOW)
    assert (missed.next_tiers[0].missing_minor, missed.next_tiers[0].off_minor) == (800, 800)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"starts_at": NOW + timedelta(microseconds=1)}, "not-started"),
        ({"starts_at": NOW - HOUR, "ends_at": NOW}, "ended"),
        ({"code": "TEA"}, "needs-code"),
        ({"needs_claim": True}, "needs-claim"),
        ({"only_for": frozenset({"tier:gold"})}, "not-for-you"),
        ({"only_new": True}, "not-new"),
        ({"tiers": (Tier(10_800, off_minor=2_000),)}, "below-threshold"),
    ],
)
def test_an_offer_that_may_not_apply_says_why(change: dict[str, Any], reason: str) -> None:
    coupon = replace(offer("ten", "store-coupon", Tier(0, off_minor=1_000), store_id="clay"), **change)
    receipt = price(basket(line()), [coupon], NOW)
    assert receipt.total_minor == 10_000
    assert [r.reason for r in receipt.refused] == [reason]


def test_an_offer_applies_from_its_first_moment_to_the_one_before_its_end() -> None:
    coupon = offer(
        "ten", "store-coupon", Tier(0, off_minor=1), store_id="clay", starts_at=NOW, ends_at=NOW + HOUR
    )
    assert price(basket(line()), [coupon], NOW).steps
    assert price(basket(line()), [coupon], NOW + HOUR - timedelta(microseconds=1)).steps
    assert not price(basket(line()), [coupon], NOW + HOUR).steps


def test_codes_groups_and_new_shoppers_are_let_in() -> None:
    wide: OfferTerms = offer(
        "ten", "store-coupon", Tier(0, off_minor=1_000), store_id="clay", code="TEA", only_new=True,
        only_for=frozenset({"tier:gold"}),
    )  # fmt: skip
    person = Person(keys=frozenset({"tier:gold"}), new_to=frozenset({"clay"}))
    goods = basket(line(), person=person, codes=frozenset({"TEA"}))
    assert price(goods, [wide], NOW).total_minor == 9_000


def test_offers_that_cover_nothing_leave_no_trace() -> None:
    far = offer("far", "store-coupon", Tier(0, off_minor=1_000), store_id="tea")
    receipt = price(basket(line()), [far], NOW)
    assert (receipt.offers, receipt.refused) == ((), ())


def test_the_largest_quantity_is_exact() -> None:
    tenth = offer("tenth", "item-price", Tier(0, percent_bp=1_001), store_id="clay")
    receipt = price(basket(line(unit=999, quantity=10_000)), [tenth], NOW)
    assert receipt.total_minor == (999 - 99) * 10_000
