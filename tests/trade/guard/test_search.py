"""The guard's worst combination is the one that trying everything finds, and its receipt can be made again."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from regulars.trade.guard.rules import Asked, Bounds, Good, Watched, worst
from regulars.trade.guard.rules.search import ROUNDING
from regulars.trade.offers.rules import ALL_GOODS, OfferTerms, Scope, Tier, replay, tier_key
from tests.trade.guard.brute import least, net_of

NOW = datetime(2026, 12, 1, tzinfo=UTC)
DAY = timedelta(days=1)
NAMES = ("pot", "cup", "tray")
LATER = {
    "item-price": ("coupon", "store"), "spend-and-save": ("coupon",), "store-coupon": ("category", "points"),
}  # fmt: skip


def offer(offer_id: str, kind: str, *tiers: Tier, **more: Any) -> OfferTerms:
    """An offer of the store (or of the market, where only it may have the kind)."""
    market = kind in ("category-coupon", "cross-store", "cash-red-envelope", "payment-red-envelope")
    return OfferTerms(
        offer_id, kind, offer_id, "CNY", tiers=tiers, **({"store_id": None if market else "clay"} | more)
    )


def asked(*offers: Watched, goods: tuple[Good, ...] = (), **more: Any) -> Asked:
    """A question about everything in a small store."""
    given = {"bounds": Bounds(2, 2)} | more
    return Asked(
        "clay",
        "CNY",
        goods,
        frozenset(good.key for good in goods),
        offers,
        NOW,
        NOW + 9 * DAY,
        **given,
    )


@st.composite
def tiers(draw: st.DrawFn) -> tuple[Tier, ...]:
    """One or two steps."""
    found = []
    for threshold in sorted(draw(st.sets(st.integers(0, 120), min_size=1, max_size=2))):
        if draw(st.booleans()):
            found.append(Tier(threshold, off_minor=draw(st.integers(1, 40))))
        else:
            found.append(Tier(threshold, percent_bp=draw(st.integers(1, 6_000))))
    return tuple(found)


@st.composite
def watched(draw: st.DrawFn, number: int) -> Watched:
    """Any kind of offer on any goods, for some people, for some days."""
    kind = draw(
        st.sampled_from(
            ("item-price", "spend-and-save", "spend-and-save", "store-coupon", "store-coupon", "product-coupon",
             "category-coupon", "cash-red-envelope", "free-freight")
        )
    )  # fmt: skip
    steps = (Tier(0, off_minor=draw(st.integers(1, 30))),) if kind == "item-price" else draw(tiers())
    names = draw(st.sets(st.sampled_from(NAMES), max_size=2))
    more: dict[str, Any] = {"scope": Scope("product", frozenset(names)) if names else ALL_GOODS}
    who = draw(st.sampled_from(("all", "all", "claim", "tier", "new", "own")))
    if who == "claim" and kind not in ("item-price", "spend-and-save"):
        more["needs_claim"] = True
    if who == "tier":
        more["only_for"] = frozenset({tier_key("clay", draw(st.integers(1, 2)))})
    if who == "new":
        more["only_new"] = True
    if kind in LATER and draw(st.integers(0, 3)) == 0:
        more["not_with"] = frozenset({draw(st.sampled_from(LATER[kind]))})
    if draw(st.integers(0, 3)) == 0 and len(steps) == 1 and steps[0].off_minor and steps[0].threshold_minor:
        more["repeats"] = True
    if draw(st.integers(0, 3)) == 0:
        more["cap_minor"] = draw(st.integers(1, 40))
    if draw(st.integers(0, 4)) == 0:
        more["starts_at"] = NOW + draw(st.integers(0, 6)) * DAY
        more["ends_at"] = more["starts_at"] + draw(st.integers(1, 4)) * DAY
    return Watched(offer(f"o{number}", kind, *steps, **more), personal=who == "own")


@st.composite
def questions(draw: st.DrawFn) -> Asked:
    """Three goods and up to four offers."""
    goods = tuple(
        Good(name, name, draw(st.integers(1, 90)), 10**6, draw(st.sampled_from((0, 500)))) for name in NAMES
    )
    offers = tuple(draw(watched(n)) for n in range(draw(st.integers(1, 4))))
    return asked(*offers, goods=goods, freight_minor=draw(st.sampled_from((0, 8))))


@settings(max_examples=25, deadline=None)
@given(questions())
def test_nothing_is_worse_than_what_the_guard_found(question: Asked) -> None:
    for found in worst(question):
        assert found.receipt is not None
        assert found.net is not None
        assert found.proven
        assert replay(found.receipt.to_json()) == found.receipt
        assert net_of(found.receipt, found.good, found.receipt.lines[0].quantity) == found.net
        assert found.net == least(question, found.good)


@st.composite
def promises(draw: st.DrawFn, kind: str) -> tuple[tuple[Good, ...], tuple[Watched, ...]]:
    """What a drop, a presale, a prize or a service plan sells, and the presale's own terms."""
    start = NOW + draw(st.integers(0, 5)) * DAY
    common = {
        "floor_minor": 10**6,
        "promise": kind,
        "spans": ((start, start + draw(st.integers(1, 3)) * DAY),),
    }
    unit = draw(st.integers(1, 90))
    if kind == "drop":
        return (Good("pot", "pot", unit, most=1, **common),), ()
    if kind == "presale":
        off = offer("presale:1", "item-price", Tier(off_minor=draw(st.integers(1, 30))), scope=POT)
        return (Good("pot", "pot", unit, most=2, **common),), (Watched(off, promise="presale"),)
    if kind == "prize":
        return (Good("pot", "pot", 0, most=1, alone=True, **common),), ()
    needs = frozenset(draw(st.sets(st.sampled_from(NAMES), min_size=1, max_size=2)))
    return (Good("plan", "plan", unit, service=True, needs=needs, **common),), ()


POT = Scope("variant", frozenset({"pot"}))


@st.composite
def promised(draw: st.DrawFn, kind: str) -> Asked:
    """A store that also sells by a promise, with offers that may meet it; those on a service name it."""
    goods = tuple(Good(name, name, draw(st.integers(1, 90)), 10**6) for name in NAMES)
    sold, own = draw(promises(kind))
    offers = [draw(watched(n)) for n in range(draw(st.integers(1, 3)))]
    if kind == "service":
        named = Scope("product", frozenset({"plan", draw(st.sampled_from(NAMES))}))
        offers = [
            replace(one, terms=replace(one.terms, scope=named)) if n else one for n, one in enumerate(offers)
        ]
    return asked(*offers, *own, goods=(*goods, *sold), freight_minor=draw(st.sampled_from((0, 8))))


@pytest.mark.parametrize("kind", ["drop", "presale", "prize", "service"])
@settings(max_examples=8, deadline=None)
@given(data=st.data())
def test_what_a_promise_sells_is_judged_at_what_is_really_paid(kind: str, data: st.DataObject) -> None:
    question = data.draw(promised(kind))
    for found in worst(question):
        assert found.receipt is not None
        assert found.net is not None
        assert replay(found.receipt.to_json()) == found.receipt
        assert net_of(found.receipt, found.good, found.receipt.lines[0].quantity) == found.net
        assert found.net == least(question, found.good)


@settings(max_examples=6, deadline=None)
@given(questions())
def test_goods_that_are_alike_are_answered_once_and_alike(question: Asked) -> None:
    """Each good twice, under the same offers: each has its own exact receipt."""
    two = question.goods[:2]
    copies = tuple(replace(good, variant_id=f"{good.variant_id}{n}") for good in two for n in range(2))
    every = replace(question, goods=copies, targets=frozenset(good.variant_id for good in copies))
    found = worst(every)
    for one in found:
        assert one.receipt is not None
        assert one.receipt.basket.lines[0].variant_id == one.good.variant_id
        assert net_of(one.receipt, one.good, one.receipt.lines[0].quantity) == one.net
    assert [one.net for one in found] == [least(every, copies[at]) for at in (0, 0, 2, 2)]


@st.composite
def shared(draw: st.DrawFn) -> Asked:
    """Goods, one or two offers of the store, and what the order's steps take: points, an offer across stores."""
    goods = tuple(Good(name, name, draw(st.integers(5, 90)), 10**6) for name in NAMES[:2])
    offers = [draw(watched(n)) for n in range(draw(st.integers(0, 2)))]
    if draw(st.booleans()):
        share = Tier(percent_bp=draw(st.integers(500, 6_000)))
        offers.append(Watched(offer("points", "points", share, budget_left_minor=10**9), personal=True))
    cross = offer(
        "cross", "cross-store", Tier(draw(st.integers(20, 90)), off_minor=draw(st.integers(1, 20))),
        store_bp=draw(st.sampled_from((0, 5_000, 10_000))), pool="p", store_ids=frozenset({"clay", "wool"}),
    )  # fmt: skip
    return asked(*offers, Watched(cross), goods=goods, elsewhere=draw(st.booleans()), bounds=Bounds(2, 1))


@settings(max_examples=15, deadline=None)
@given(shared())
def test_shared_offers_and_points_are_judged_to_the_rounding(question: Asked) -> None:
    for found in worst(question):
        assert found.receipt is not None
        assert found.net is not None
        assert replay(found.receipt.to_json()) == found.receipt
        pieces = found.receipt.lines[0].quantity
        assert net_of(found.receipt, found.good, pieces) == found.net
        assert found.net <= least(question, found.good) + ROUNDING
