"""The question put to the guard: a store's goods, floors and everything that may touch their prices."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.db.models import F, Q

from regulars.goods.catalog.models import Brand, Variant
from regulars.ground.kit import clock
from regulars.people.merchants.models import Store
from regulars.people.merchants.queries import market
from regulars.trade.guard.models import Floor, LowestPrice
from regulars.trade.guard.queries.promised import (
    Promised,
    ends_of,
    plans_for,
    promised_goods,
    variants_in,
    watched_in,
)
from regulars.trade.guard.rules import Asked, Bounds, Good, Span, Watched, floor_of
from regulars.trade.offers.hooks import Planned
from regulars.trade.offers.models import Claim, Code, Joining, Offer
from regulars.trade.offers.queries import terms_of
from regulars.trade.offers.rules import Tier, times_of
from regulars.trade.orders.queries.goods import category_keys
from regulars.trade.settlement.queries import commission_rates

HORIZON = timedelta(days=400)


@dataclass(frozen=True, slots=True)
class Ground:
    """The question and the rows behind it, by variant id; what is promised, by the key of its good."""

    asked: Asked
    variants: dict[str, Variant]
    promised: dict[str, Promised]


def ground_of(
    store: Store, *, draft: Offer | None = None, plan: Planned | None = None, bounds: Bounds | None = None
) -> Ground:
    """Everything that runs or is planned in the store, with a draft or a plan on top; about eight queries.

    Nothing is left out: offers of the market, those across stores it joined, coupons, codes, members' prices, and
    what drops, presales, draws and services sell. Points are a debt the store booked when it gave them: paying with
    them settles it, so no sale leaves the store less for them.
    """
    now = clock.now()
    offers = [*_running(store, now), *([draft] if draft is not None else [])]
    plans = plans_for(store, now, now + HORIZON, plan)
    watched = [*_watched(store, offers), *watched_in(plans, store.currency)]
    if plan is not None and plan.alone:
        watched = [Watched(terms, personal=True) for terms in plan.terms]
    until = _until(now, [*(one.terms.ends_at or now for one in watched), *ends_of(plans)])
    shelf = _variants(store, _on_shelf())
    variants = {row.public_id: row for row in shelf} | _named(store, variants_in(plans))
    make, floor = _maker(store)
    goods = tuple(make(row) for row in shelf)
    promised = promised_goods(plans, variants, make, goods, floor, until)
    every = (*goods, *(one.good for one in promised))
    asked = Asked(
        store.public_id, store.currency, every, frozenset(good.key for good in every), tuple(watched), now, until,
        int(store.freight_minor), store.free_freight_from_minor, _others(offers, store), bounds or Bounds(),
    )  # fmt: skip
    return Ground(asked, variants, {one.good.key: one for one in promised})


def _until(now: datetime, ends: Iterable[datetime]) -> datetime:
    """A day beyond the last end, at most HORIZON ahead."""
    return min(max(ends, default=now) + HORIZON / 400, now + HORIZON)


def _running(store: Store, now: datetime) -> list[Offer]:
    joined = Q(store=None, joinings__store=store, joinings__ended_at=None)
    rows = Offer.objects.filter(
        Q(store=store) | joined | (Q(store=None) & ~Q(kind="cross-store")),
        currency=store.currency,
        published_at__isnull=False,
        stopped_at=None,
        ends_at__gt=now,
    )
    return [row for row in rows.select_related("store", "budget").distinct() if not _used_up(row)]


def _used_up(offer: Offer) -> bool:
    """Whether nobody can use it any more: its count is out and no coupon of it is in anybody's hand."""
    budget = getattr(offer, "budget", None)
    out = budget is not None and budget.cap_count is not None and budget.used_count >= budget.cap_count
    if out and offer.claimable:
        return not Claim.objects.filter(offer=offer, used_at=None, expires_at__gt=clock.now()).exists()
    if offer.terms.get("needs_code"):
        return out or not Code.objects.filter(offer=offer, used__lt=F("cap")).exists()
    return out


def _watched(store: Store, offers: Iterable[Offer]) -> list[Watched]:
    zone = ZoneInfo(market().zone)
    return [
        Watched(
            terms_of(offer, stores=frozenset({store.public_id}), **_more(offer)),
            personal=offer.exclusive,
            spans=_spans(offer, zone),
        )
        for offer in offers
    ]


def _more(offer: Offer) -> dict[str, object]:
    """The code somebody types, and the largest amount somebody may draw."""
    more: dict[str, object] = {}
    if offer.terms.get("needs_code"):
        more["code"] = f"code of {offer.public_id}"
    if "pot" in offer.terms:
        threshold = (offer.terms.get("tiers") or [{}])[0].get("threshold_minor", 0)
        more["tiers"] = (Tier(threshold, off_minor=int(offer.terms["pot"]["max_minor"])),)
    return more


def _spans(offer: Offer, zone: ZoneInfo) -> tuple[Span, ...] | None:
    times = times_of(offer.terms)
    if times.always:
        return None
    first, last = max(offer.starts_at, clock.now()), min(offer.ends_at, clock.now() + HORIZON)
    return tuple(times.spans(first, last, zone))


def _variants(store: Store, which: Q) -> list[Variant]:
    rows = Variant.objects.of(store).filter(which, retired_at=None, product__currency=store.currency)
    return list(rows.select_related("product__category").order_by("product_id", "position", "pk"))


def _on_shelf() -> Q:
    return Q(product__published_at__isnull=False, product__retired_at=None)


def _named(store: Store, names: Iterable[str]) -> dict[str, Variant]:
    wanted = list(names)
    return {row.public_id: row for row in _variants(store, Q(public_id__in=wanted))} if wanted else {}


def _maker(store: Store) -> tuple[Callable[[Variant], Good], Callable[[int | None], int | None]]:
    """(a variant as a good, a cost as what must be left): with the store's floors and commissions. Four queries."""
    rates = commission_rates()
    lowest = dict(LowestPrice.objects.of(store).values_list("variant_id", "lowest_minor"))
    margin = Floor.objects.of(store).values_list("least_margin_bp", flat=True).first() or 0
    brands = dict(Brand.objects.filter(products__store=store).values_list("pk", "public_id"))

    def make(row: Variant) -> Good:
        return Good(
            row.public_id,
            row.product.public_id,
            row.price_minor,
            floor_of(row.cost_minor, margin, lowest.get(row.pk)),
            rates.rate(store.pk, [int(part) for part in row.product.category.path.split("/") if part][::-1]),
            category_keys(row.product.category.path),
            brands.get(row.product.brand_id or 0),
        )

    return make, lambda cost: floor_of(cost, margin, None)


def _others(offers: Iterable[Offer], store: Store) -> bool:
    """Whether goods of other stores count for an offer across stores that this one takes part in."""
    crossing = [offer.pk for offer in offers if offer.kind == "cross-store"]
    rows = Joining.objects.filter(offer__in=crossing, ended_at=None).exclude(store=store)
    return bool(crossing) and rows.exists()
