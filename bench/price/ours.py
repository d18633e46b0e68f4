"""Worker: the price engine. Every answer is a full receipt, made from scratch."""

from __future__ import annotations

from datetime import UTC, datetime

from bench.price.cases import CASES, OFF, OUT_OF_REACH, Case
from bench.price.talk import Work, serve
from regulars.trade.offers.rules import Basket, Line, OfferTerms, Person, Tier, price

NOW = datetime(2026, 12, 12, tzinfo=UTC)
KINDS = ("spend-and-save", "store-coupon", "category-coupon", "cross-store", "cash-red-envelope")
THRESHOLDS = (40_000, 20_000, 10_000, 40_000, 0)


def basket(case: Case) -> Basket:
    """The lines of the case in one store, with one held coupon."""
    lines = tuple(
        Line(f"l{n:02}", "clay", f"p{n}", f"v{n}", unit, quantity, "GBP")
        for n, (unit, quantity) in enumerate(case.goods)
    )
    return Basket("GBP", lines, person=Person(held={"claim": "o1"}))


def offers(case: Case) -> list[OfferTerms]:
    """One offer of each kind in reach, then store coupons out of reach."""
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
