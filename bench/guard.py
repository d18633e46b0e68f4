"""The margin guard: 200 offers on 500 products, one conflict planted, found with its exact basket."""

from __future__ import annotations

import argparse
import json
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

from regulars.trade.guard.rules import Asked, Bounds, Finding, Good, Watched, worst
from regulars.trade.offers.rules import OfferTerms, Scope, Tier, replay, tier_key
from tests.trade.guard.brute import least

NOW = datetime(2026, 11, 1, tzinfo=UTC)
DAY = timedelta(days=1)
DAYS = 90
PLANTED = ("planted-cut", "planted-coupon")


def goods(many: int, rng: Random) -> tuple[Good, ...]:
    """Prices from 20.90 to 499.90; costs of 35 to 45 %; the planted product costs 260.00 of 400.00."""
    made = [Good("target", "target", 40_000, 26_000, 500, ("home",)), Good("cup", "cup", 5_000, 2_000, 500, ("home",))]
    for n in range(many - 2):
        unit = 2_090 + 100 * rng.randrange(480)
        if unit * (10_000 // unit + 1) < 10_100:
            unit += 100  # no other filler comes as close to the threshold as two cups
        cost = unit * rng.randrange(35, 46) // 100
        made.append(Good(f"v{n}", f"p{n}", unit, cost, 500, (rng.choice(("home", "wear", "tea")),)))
    return tuple(made)


def offers(many: int, shelf: tuple[Good, ...], rng: Random) -> tuple[Watched, ...]:
    """Mild offers of every kind over 90 days, and the two that should not meet."""
    plain = [_mild(n, shelf[2:], rng) for n in range(many - 2)]
    both = frozenset({"target", "cup", *(good.product_id for good in shelf[2:40])})
    cut = OfferTerms(
        PLANTED[0], "spend-and-save", "100 off 500", "CNY", store_id="clay", tiers=(Tier(50_000, off_minor=10_000),),
        scope=Scope("product", both), starts_at=NOW + 20 * DAY, ends_at=NOW + 40 * DAY,
    )  # fmt: skip
    coupon = OfferTerms(
        PLANTED[1], "product-coupon", "80 off one pot", "CNY", store_id="clay", tiers=(Tier(30_000, off_minor=8_000),),
        scope=Scope("product", frozenset({"target"})), needs_claim=True, starts_at=NOW + 38 * DAY,
        ends_at=NOW + 60 * DAY,
    )  # fmt: skip
    made = [*plain, Watched(cut), Watched(coupon)]
    rng.shuffle(made)
    return tuple(made)


KINDS = (
    "item-price", "item-price", "item-price", "spend-and-save", "store-coupon", "store-coupon", "product-coupon",
    "product-coupon", "store-red-envelope", "free-freight", "category-coupon", "cross-store", "cash-red-envelope",
    "payment-red-envelope", "member", "code",
)  # fmt: skip


def _mild(n: int, shelf: tuple[Good, ...], rng: Random) -> Watched:
    kind = rng.choice(KINDS)
    starts = NOW + timedelta(hours=rng.randrange(24 * (DAYS - 10)))
    more: dict[str, Any] = {"starts_at": starts, "ends_at": starts + timedelta(hours=rng.randrange(24, 24 * 21))}
    some = frozenset(good.product_id for good in rng.sample(shelf, min(len(shelf), rng.randrange(4, 30))))
    scope, threshold = Scope("product", some), rng.randrange(100, 400) * 100
    off = Tier(threshold, off_minor=threshold * rng.randrange(3, 9) // 100)
    own: dict[str, Any] = {"store_id": "clay", "scope": scope}
    if kind == "item-price":
        more |= own | {"tiers": (Tier(percent_bp=rng.randrange(300, 1_200)),)}
    elif kind == "member":
        kind = "item-price"
        more |= own | {"tiers": (Tier(percent_bp=800),), "only_for": frozenset({tier_key("clay", rng.randrange(1, 4))})}
    elif kind == "spend-and-save":
        more |= own | {"tiers": (off, Tier(threshold * 2, off_minor=(off.off_minor or 0) * 5 // 2))}
    elif kind == "code":
        kind = "store-coupon"
        more |= own | {"tiers": (off,), "code": f"CODE{n}"}
    elif kind == "free-freight":
        more |= own | {"tiers": (Tier(threshold, percent_bp=10_000),)}
    elif kind == "cross-store":
        more |= {"tiers": (off,), "pool": "market", "store_ids": frozenset({"clay", "wool"}), "store_bp": 3_000, "scope": scope}
    elif kind in ("category-coupon", "cash-red-envelope", "payment-red-envelope"):
        more |= {"tiers": (off,), "needs_claim": True, "scope": scope}
    else:
        more |= own | {"tiers": (off,), "needs_claim": True}
    return Watched(OfferTerms(f"offer-{n}", kind, f"Offer {n}", "CNY", **more))


def question(many_goods: int, many_offers: int, seed: int) -> Asked:
    """The whole store with all its offers."""
    rng = Random(seed)
    shelf = goods(many_goods, rng)
    return Asked(
        "clay", "CNY", shelf, frozenset(good.variant_id for good in shelf), offers(many_offers, shelf, rng), NOW,
        NOW + DAYS * DAY, freight_minor=1_000, free_from_minor=9_900, elsewhere=True, bounds=Bounds(10, 10),
    )  # fmt: skip


def agrees(asked: Asked, sample: int) -> tuple[int, int]:
    """(how often trying everything comes to the same, how often it was tried) on small cut-outs of the store."""
    rng, right = Random(7), 0
    for _each in range(sample):
        some = tuple([asked.goods[0], asked.goods[1], *rng.sample(asked.goods[2:], 2)])
        target = some[0] if _each % 2 == 0 else some[2]
        near = [one for one in asked.offers if _touches(one, target) and one.terms.kind != "cross-store"]
        planted = [one for one in asked.offers if one.terms.offer_id in PLANTED]
        chosen = tuple({one.terms.offer_id: one for one in [*planted, *near[:4]]}.values())
        small = replace(
            asked, goods=tuple(replace(good, floor_minor=10**9) for good in some), offers=chosen, elsewhere=False,
            targets=frozenset({target.variant_id}), bounds=Bounds(2, 3),
        )  # fmt: skip
        found = worst(small)[0]
        right += found.net == least(small, replace(target, floor_minor=10**9))
    return right, sample


def _touches(one: Watched, good: Good) -> bool:
    return one.terms.scope.covers(good.line("1", "clay", "CNY", 1))


def right_basket(found: list[Finding]) -> bool:
    """Whether the planted conflict is there with the basket it was planted with: one pot and two cups on day 38."""
    bad = {one.good.variant_id: one for one in found if one.receipt}
    one = bad.get("target")
    if one is None or one.receipt is None:
        return False
    lines = [(line.variant_id, line.quantity) for line in one.receipt.basket.lines]
    causes = {step.offer_id for step in one.receipt.steps}
    again = replay(one.receipt.to_json()) == one.receipt
    return again and lines == [("target", 1), ("cup", 2)] and set(PLANTED) <= causes and one.at == NOW + 38 * DAY


def measure(many_goods: int, many_offers: int, seed: int, sample: int) -> dict[str, Any]:
    """Search everything once, then compare small cut-outs with trying everything."""
    asked = question(many_goods, many_offers, seed)
    clock, cpu = time.perf_counter(), time.process_time()
    found = worst(asked)
    seconds, spent = time.perf_counter() - clock, time.process_time() - cpu
    right, tried = agrees(asked, sample)
    return {
        "benchmark": "guard",
        "products": many_goods,
        "offers": many_offers,
        "seconds": round(seconds, 3),
        "cpu_s": round(spent, 3),
        "found": right_basket(found),
        "under_cost": [one.good.variant_id for one in found if one.receipt],
        "left_minor": float(next(one.net or 0 for one in found if one.good.variant_id == "target")),
        "baskets_priced": sum(one.cases for one in found),
        "proven": all(one.proven for one in found),
        "searched": {
            "pieces": asked.bounds.most_pieces,
            "filler_products": many_goods - 1,
            "filler_pieces": asked.bounds.most_filler,
            "baskets_per_product": asked.bounds.most_pieces * ((many_goods - 1) * asked.bounds.most_filler + 1),
            "days": DAYS,
        },
        "same_as_brute_force": {"agree": right, "compared": tried},
    }


def main() -> int:
    """Measure and print; 1 when the conflict was not found or brute force disagrees."""
    parser = argparse.ArgumentParser(prog="bench guard", description=__doc__)
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument("--products", type=int, default=500)
    parser.add_argument("--offers", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--sample", type=int, default=6, help="cut-outs compared with brute force")
    given = parser.parse_args()
    result = measure(given.products, given.offers, given.seed, given.sample)
    print(json.dumps(result) if given.json else "\n".join(f"{key:20} {value}" for key, value in result.items()))
    same = result["same_as_brute_force"]
    return 0 if result["found"] and same["agree"] == same["compared"] else 1
