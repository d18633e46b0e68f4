"""Refunds give back exactly what was paid and exactly what was funded, however they are cut up."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from regulars.trade.offers.rules import (
    NOTHING,
    Basket,
    OfferTerms,
    Receipt,
    Refunded,
    RefundReceipt,
    Tier,
    price,
    refund,
)
from tests.depth import examples
from tests.trade.offers.rules_baskets import NOW, basket, carts, line, offer

Cart = tuple[Basket, tuple[OfferTerms, ...]]


def returned_in_pieces(receipt: Receipt, data: st.DataObject) -> list[RefundReceipt]:
    """Return every unit in random pieces, freight with some of them, until nothing is left."""
    refunds: list[RefundReceipt] = []
    before = NOTHING
    while left := {x.line_id: n for x in receipt.lines if (n := x.quantity - before.units.get(x.line_id, 0))}:
        some = data.draw(st.lists(st.sampled_from(sorted(left)), min_size=1, unique=True))
        returns = {key: data.draw(st.integers(1, left[key])) for key in some}
        refunds.append(refund(receipt, before, returns, with_freight=data.draw(st.booleans())))
        before = refunds[-1].after
    return refunds


def funded(refunds: list[RefundReceipt], offer_id: str) -> dict[str, int]:
    """What every funder of the offer got back over all refunds."""
    back: dict[str, int] = {}
    for each in refunds:
        for funder, minor in each.funding.get(offer_id, {}).items():
            back[funder] = back.get(funder, 0) + minor
    return back


@settings(max_examples=examples(120), deadline=None)
@given(carts(most=8, stores=3), st.data())
def test_any_sequence_of_returns_sums_to_what_was_paid_and_funded(cart: Cart, data: st.DataObject) -> None:
    goods, offers = cart
    few = tuple(line(x.line_id, x.store_id, x.unit_minor, min(x.quantity, 12), product_id=x.product_id,
                     category_ids=x.category_ids) for x in goods.lines)  # fmt: skip
    receipt = price(Basket("CNY", few, goods.freight, goods.person), offers, NOW)
    refunds = returned_in_pieces(receipt, data)
    rows = [row for each in refunds for row in each.lines]
    for paid in receipt.lines:
        assert sum(row.refund_minor for row in rows if row.line_id == paid.line_id) == paid.paid_minor
    assert all(row.refund_minor >= 0 <= row.reversed_minor for row in rows)
    assert all(row.refund_minor + row.reversed_minor == row.list_minor for row in rows)
    for step in receipt.steps:
        if step.step != "freight":
            assert funded(refunds, step.offer_id) == step.funding
    freight_back = {store for each in refunds for store in each.after.freight_stores}
    assert sum(each.freight_minor for each in refunds) == sum(
        store.freight_minor for store in receipt.stores if store.store_id in freight_back
    )


def test_three_units_for_a_price_that_does_not_divide() -> None:
    coupon = offer("c", "store-coupon", Tier(0, off_minor=1_000), store_id="clay", store_bp=3_000)
    receipt = price(basket(line(unit=1_000, quantity=3)), [coupon], NOW)
    before, amounts, market = NOTHING, [], []
    for _ in range(3):
        back = refund(receipt, before, {"l1": 1})
        before = back.after
        amounts.append(back.total_minor)
        market.append(back.funding["c"]["market"])
    assert sorted(amounts) == [666, 667, 667]
    assert (sum(amounts), sum(market)) == (2_000, 700)


def test_freight_goes_back_once_and_only_for_the_stores_concerned() -> None:
    goods = basket(line("a", "clay", 5_000, 2), line("b", "tea"), freight={"clay": 600, "tea": 900})
    receipt = price(goods, [], NOW)
    first = refund(receipt, NOTHING, {"a": 1}, with_freight=True)
    second = refund(receipt, first.after, {"a": 1}, with_freight=True)
    assert (first.freight_minor, first.total_minor, second.freight_minor) == (600, 5_600, 0)


def test_free_freight_goes_back_to_its_funder() -> None:
    post = offer("post", "free-freight", Tier(0, percent_bp=10_000), store_id="clay")
    receipt = price(basket(line(), freight={"clay": 600}), [post], NOW)
    back = refund(receipt, NOTHING, {"l1": 1}, with_freight=True)
    assert (back.freight_minor, back.funding) == (0, {"post": {"clay": 600}})


@pytest.mark.parametrize("units", [0, -1, 3, 1.0, "1", True])
def test_more_than_is_left_or_nonsense_is_refused(units: int) -> None:
    receipt = price(basket(line(quantity=3)), [], NOW)
    with pytest.raises(ValueError, match="units"):
        refund(receipt, Refunded({"l1": 1}), {"l1": units})


def test_unknown_lines_and_empty_refunds_are_refused() -> None:
    receipt = price(basket(line()), [], NOW)
    with pytest.raises(ValueError, match="no line"):
        refund(receipt, NOTHING, {"other": 1})
    with pytest.raises(ValueError, match="at least one"):
        refund(receipt, NOTHING, {})
