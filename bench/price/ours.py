"""Worker: the price engine. Every answer is a full receipt, made from scratch."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from bench.price.cases import BY_KIND, CASES, OFF, OUT_OF_REACH, Case
from bench.price.talk import Work, serve
from regulars.trade.offers.rules import Basket, Line, OfferTerms, Person, Scope, Tier, price

NOW = datetime(2026, 12, 12, tzinfo=UTC)
KINDS = ("spend-and-save", "store-coupon", "category-coupon", "cross-store", "cash-red-envelope")
THRESHOLDS = (40_000, 20_000, 10_000, 40_000, 0)


def basket(case: Case) -> Basket:
    """The lines of the case in one store (by kind: in two, with freight where it is free), with what is held."""
    stores = ("clay", "wool") if case.kind in ("cross-store", "all together") else ("clay",)
    lines = tuple(
        Line(f"l{n:02}", stores[n % len(stores)], f"p{n}", f"v{n}", unit, quantity, "GBP", ("home",))
        for n, (unit, quantity) in enumerate(case.goods)
    )
    held = {f"claim-{kind}": kind for kind in CLAIMED} if case.kind else {"claim": "o1"}
    freight = {"clay": 1_000} if case.kind in ("free-freight", "all together") else {}
    return Basket("GBP", lines, freight, Person(held=held))


CLAIMED = ("store-coupon", "product-coupon", "store-red-envelope", "category-coupon", "cash-red-envelope",
           "payment-red-envelope")  # fmt: skip


def of_kind(kind: str) -> OfferTerms:
    """One offer of a kind, taking off what `BY_KIND` says of the three lines."""
    store: dict[str, Any] = {"store_id": "clay"}
    more: dict[str, dict[str, Any]] = {
        "item-price": {"tiers": (Tier(off_minor=100),)},
        "spend-and-save": store | {"tiers": (Tier(100_000, off_minor=2_000),), "repeats": True},
        "store-coupon": store | {"tiers": (Tier(20_000, off_minor=1_500),)},
        "product-coupon": store | {"tiers": (Tier(0, off_minor=500),), "scope": Scope("product", frozenset({"p0"}))},
        "store-red-envelope": store | {"tiers": (Tier(0, off_minor=700),), "budget_left_minor": 10**6},
        "category-coupon": {
            "tiers": (Tier(10_000, off_minor=1_000),), "scope": Scope("category", frozenset({"home"})),
        },
        "cross-store": {
            "tiers": (Tier(200_000, off_minor=5_000),), "pool": "pool", "store_bp": 5_000,
            "store_ids": frozenset({"clay", "wool"}),
        },
        "points": store | {"tiers": (Tier(percent_bp=1_000),), "budget_left_minor": 10_000, "whole_minor": 100},
        "cash-red-envelope": {"tiers": (Tier(0, off_minor=500),), "budget_left_minor": 10**6},
        "payment-red-envelope": {"tiers": (Tier(0, off_minor=300),), "budget_left_minor": 10**6},
        "free-freight": store | {"tiers": (Tier(5_000, percent_bp=10_000),)},
        "planned": store | {"fixed_minor": 40_000, "scope": Scope("product", frozenset({"p0"}))},
    }  # fmt: skip
    name = "item-price" if kind == "planned" else kind
    return OfferTerms(kind, name, kind, "GBP", needs_claim=kind in CLAIMED, **more[kind])


def offers(case: Case) -> list[OfferTerms]:
    """One offer of each kind in reach, then store coupons out of reach."""
    if case.kind:
        kinds = [kind for kind in BY_KIND if kind != "all together"]
        return [of_kind(kind) for kind in (kinds if case.kind == "all together" else [case.kind])]
    reached = [_reached(n) for n in range(min(case.offers, len(OFF)))]
    tier = (Tier(OUT_OF_REACH, off_minor=900),)
    idle = [
        OfferTerms(f"z{n}", "store-coupon", f"Idle {n}", "GBP", store_id="clay", tiers=tier)
        for n in range(case.idle)
    ]
    return reached + idle


def _reached(n: int) -> OfferTerms:
    kind = KINDS[n]
    cross = kind == "cross-store"
    return OfferTerms(
        f"o{n}",
        kind,
        f"Offer {n}",
        "GBP",
        store_id="clay" if n < 2 else None,
        tiers=(Tier(THRESHOLDS[n], off_minor=OFF[n]),),
        pool="pool" if cross else None,
        store_ids=frozenset({"clay"}) if cross else frozenset(),
        needs_claim=kind == "store-coupon",
    )


def work(case: Case) -> Work:
    """One receipt of the case; answers its total."""
    goods, running = basket(case), offers(case)
    return lambda: price(goods, running, NOW).total_minor


if __name__ == "__main__":
    serve([work(case) for case in CASES])
