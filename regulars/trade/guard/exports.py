"""What a store takes along of the guard: its floors, what was found, and what was published all the same."""

from __future__ import annotations

from collections.abc import Iterator

from regulars.ground.kit.exports import CHUNK, goes_along, stays
from regulars.people.merchants.models import Store
from regulars.trade.guard.models import Danger, Floor, LowestPrice, MarketLook, MarketPush, Override, Recheck

stays("when the guard looked last; it looks again by itself", Recheck)
stays(
    "what an offer of the market would do; the market's own question, asked again when it is needed",
    MarketPush,
)
stays("how far the market is with that question", MarketLook)


@goes_along("floors", "least_margin_bp", Floor)
def _floors(store: Store) -> Iterator[Floor]:
    return Floor.objects.of(store).iterator(CHUNK)


@goes_along("lowest_prices", "variant.public_id lowest_minor", LowestPrice)
def _lowest(store: Store) -> Iterator[LowestPrice]:
    rows = LowestPrice.objects.of(store).select_related("variant")
    return rows.order_by("pk").iterator(CHUNK)


@goes_along(
    "prices_under_cost",
    "public_id variant.public_id sold_by currency left_minor floor_minor since offers receipt found_at gone_at",
    Danger,
)
def _dangers(store: Store) -> Iterator[Danger]:
    return Danger.objects.of(store).select_related("variant").order_by("pk").iterator(CHUNK)


@goes_along("published_all_the_same", "public_id offer_ref title reason found at", Override)
def _overrides(store: Store) -> Iterator[Override]:
    return Override.objects.filter(store=store).order_by("pk").iterator(CHUNK)
