"""Two of Mei's coupons were tried on half of her people: what those people did makes one of them pay and one lose."""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta

import pytest

from regulars.faces.terminal.demo.events import Event, Follow, Order, Pay
from regulars.faces.terminal.demo.laying_in import period
from regulars.faces.terminal.demo.offers import Coupon
from regulars.faces.terminal.demo.past import COMMISSION_BP
from regulars.faces.terminal.demo.pricing import Prices
from regulars.faces.terminal.demo.world import Town
from regulars.loyalty.outreach.figures.uplift import BEFORE
from regulars.loyalty.outreach.rules.verdict import Verdict, side, verdict
from tests.faces.terminal.demo.conftest import in_half

STORE = "purple-clay-house"
WHOLE_BP = 10_000


@pytest.mark.parametrize(
    ("coupon", "word"), [("tried/back-to-the-pot", "gain"), ("tried/the-pot-is-on-us", "loss")]
)
def test_one_pays_and_one_loses_by_what_people_did(
    demo_town: Town, told: list[Event], coupon: str, word: str
) -> None:
    found = judged(demo_town, told, demo_town.offers.coupons[coupon])
    assert found.kind == word
    # Not by a hair: another day tells another story of the same people.
    assert abs(found.gain) > 1.4 * (found.high - found.low) / 2


def judged(town: Town, told: list[Event], coupon: Coupon) -> Verdict:
    """The desk's verdict: the store's people when it began, by what was left of their orders."""
    since, until = period(coupon.window)
    paid = {event.order for event in told if isinstance(event, Pay)}
    prices, people = Prices(town), set[str]()
    sums: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for event in told:
        if isinstance(event, Follow) and event.store == STORE and event.at <= since:
            people.add(event.person)
        if not isinstance(event, Order) or event.key not in paid:
            continue
        here = [line for line in event.lines if line.variant.startswith(f"{STORE}/")]
        if here and event.at <= since:
            people.add(event.person)
        if here and since - BEFORE <= event.at < until:
            sums[event.person][event.at >= since] += _left(town, prices, event)
    sides = {
        had: side(tuple(sums[one]) for one in people if in_half(coupon.key, one) == had)
        for had in (True, False)
    }
    assert until - since >= timedelta(days=14)
    return verdict(sides[True], sides[False])


def _left(town: Town, prices: Prices, order: Order) -> int:
    left = 0
    for line in prices.receipt(order).lines:
        if line.store_id == STORE:
            sold = order.lines[int(line.line_id)]
            cost = town.goods.variants[sold.variant].cost_minor * sold.quantity
            left += line.paid_minor - line.paid_minor * COMMISSION_BP // WHOLE_BP - cost
    return left
