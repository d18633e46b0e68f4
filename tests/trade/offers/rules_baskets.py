"""Random baskets and offers for the price engine, small enough to try every combination."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from regulars.trade.offers.rules import ALL_GOODS, Basket, Line, OfferTerms, Person, Scope, Tier

NOW = datetime(2026, 12, 12, 0, 0, tzinfo=UTC)
STORES = ("clay", "cashmere", "tea")
PRODUCTS = ("p1", "p2", "p3", "p4")
CATEGORIES = ("home", "wear")
LATER = {
    "item-price": ("coupon", "cross"),
    "spend-and-save": ("coupon", "cash"),
    "store-coupon": ("cross", "freight"),
    "category-coupon": ("cash",),
}


def line(
    line_id: str = "l1", store_id: str = "clay", unit: int = 10_000, quantity: int = 1, **more: Any
) -> Line:
    """A line with everything that does not matter filled in."""
    more = {"product_id": f"p-{line_id}", "variant_id": f"v-{line_id}", "currency": "CNY"} | more
    return Line(line_id=line_id, store_id=store_id, unit_minor=unit, quantity=quantity, **more)


def offer(offer_id: str, kind: str, *tiers: Tier, **more: Any) -> OfferTerms:
    """An offer titled by its id."""
    return OfferTerms(
        offer_id=offer_id, kind=kind, title=f"Offer {offer_id}", currency="CNY", tiers=tiers, **more
    )


def basket(*lines: Line, **more: Any) -> Basket:
    """A basket in CNY."""
    return Basket(currency="CNY", lines=lines, **more)


@st.composite
def lines(draw: st.DrawFn, stores: int = 2) -> tuple[Line, ...]:
    """One to five lines of a few stores."""
    made = []
    for n in range(draw(st.integers(1, 5))):
        made.append(
            line(
                f"l{n}",
                draw(st.sampled_from(STORES[:stores])),
                draw(st.one_of(st.integers(0, 300), st.integers(0, 50_000))),
                draw(st.one_of(st.integers(1, 3), st.integers(1, 10_000))),
                product_id=draw(st.sampled_from(PRODUCTS)),
                category_ids=tuple(draw(st.sets(st.sampled_from(CATEGORIES)))),
            )
        )
    return tuple(made)


@st.composite
def scopes(draw: st.DrawFn) -> Scope:
    """Mostly all goods; sometimes a category, some products, or all but a product."""
    pick = draw(st.integers(0, 5))
    if pick == 0:
        return Scope("category", frozenset({draw(st.sampled_from(CATEGORIES))}))
    if pick == 1:
        return Scope("product", frozenset(draw(st.sets(st.sampled_from(PRODUCTS), min_size=1))))
    return Scope(without_products=frozenset({"p1"})) if pick == 2 else ALL_GOODS


@st.composite
def tiers(draw: st.DrawFn, around: int) -> tuple[Tier, ...]:
    """One to three tiers with thresholds near `around`, so that neighbours reach or miss them."""
    marks = draw(st.lists(st.integers(0, max(2 * around, 10)), min_size=1, max_size=3, unique=True))
    return tuple(
        Tier(mark, off_minor=draw(st.integers(0, max(around, 10))))
        if draw(st.booleans())
        else Tier(mark, percent_bp=draw(st.integers(1, 10_000)))
        for mark in sorted(marks)
    )


@st.composite
def benefits(draw: st.DrawFn, kind: str, around: int) -> dict[str, Any]:
    """Tiers, a repeating tier, or (item prices) a fixed price or a tier without threshold."""
    if kind == "item-price":
        if draw(st.booleans()):
            return {"fixed_minor": draw(st.integers(0, 40_000))}
        return {"tiers": (Tier(0, percent_bp=draw(st.integers(1, 10_000))),)}
    if draw(st.integers(0, 3)) == 0:
        step = draw(st.integers(1, max(around, 1)))
        most = draw(st.none() | st.integers(1, 3))
        return {
            "tiers": (Tier(step, off_minor=draw(st.integers(1, step))),),
            "repeats": True,
            "most_repeats": most,
        }
    return {"tiers": draw(tiers(around))}


@st.composite
def one_offer(draw: st.DrawFn, offer_id: str, kind: str, around: int, stores: int = 2) -> OfferTerms:
    """An offer of the kind with random terms."""
    owned = kind in ("spend-and-save", "store-coupon", "product-coupon", "store-red-envelope")
    terms = draw(benefits(kind, around))
    if owned:
        terms["store_id"] = draw(st.sampled_from(STORES[:stores]))
    if kind == "cross-store":
        terms |= {"pool": "p", "store_ids": frozenset(draw(st.sets(st.sampled_from(STORES), min_size=1)))}
    if kind.endswith("red-envelope"):
        terms["budget_left_minor"] = draw(st.none() | st.integers(0, 2_000))
    if kind in LATER and draw(st.integers(0, 4)) == 0:
        terms["not_with"] = frozenset({draw(st.sampled_from(LATER[kind]))})
    claimable = kind.endswith(("coupon", "red-envelope"))
    terms["needs_claim"] = claimable and draw(st.booleans())
    terms["store_bp"] = draw(st.none() | st.integers(0, 10_000))
    terms["cap_minor"] = draw(st.none() | st.integers(0, 20_000))
    terms["scope"] = draw(scopes())
    terms["only_new"] = draw(st.integers(0, 6)) == 0
    return OfferTerms(offer_id=offer_id, kind=kind, title=offer_id, currency="CNY", **terms)


KIND_LIST = (
    "item-price", "spend-and-save", "store-coupon", "store-coupon", "product-coupon", "store-red-envelope",
    "category-coupon", "cross-store", "points", "cash-red-envelope", "payment-red-envelope", "free-freight",
)  # fmt: skip


@st.composite
def offer_lists(draw: st.DrawFn, around: int, most: int = 6, stores: int = 2) -> tuple[OfferTerms, ...]:
    """A few offers of any kinds."""
    kinds = draw(st.lists(st.sampled_from(KIND_LIST), max_size=most))
    return tuple(draw(one_offer(f"o{n}", kind, around, stores)) for n, kind in enumerate(kinds))


@st.composite
def carts(draw: st.DrawFn, most: int = 6, stores: int = 2) -> tuple[Basket, tuple[OfferTerms, ...]]:
    """A basket with freight and held claims, and offers whose thresholds lie near its amounts."""
    goods = draw(lines(stores))
    around = sum(each.list_minor for each in goods) // 2
    offers = draw(offer_lists(around, most, stores))
    present = sorted({each.store_id for each in goods})
    freight = {store: draw(st.integers(0, 3_000)) for store in present}
    held = {f"claim-{o.offer_id}": o.offer_id for o in offers if o.needs_claim and draw(st.booleans())}
    person = Person(new_to=frozenset(draw(st.sets(st.sampled_from(STORES)))), held=held)
    return Basket("CNY", goods, freight, person), offers


HOUR = timedelta(hours=1)
