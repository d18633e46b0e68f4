"""The question put to the guard: a store's goods, floors and everything that may touch their prices."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.db.models import F, Q

from regulars.goods.catalog.models import Brand, Variant
from regulars.ground.kit import clock
from regulars.loyalty.members.queries import programme_of
from regulars.people.merchants.models import Store
from regulars.people.merchants.queries import market
from regulars.trade.guard.models import Floor, LowestPrice
from regulars.trade.guard.rules import Asked, Bounds, Good, Span, Watched, floor_of
from regulars.trade.offers.hooks import Planned
from regulars.trade.offers.models import Claim, Code, Joining, Offer
from regulars.trade.offers.queries import planned_of, terms_of
from regulars.trade.offers.rules import Tier, times_of
from regulars.trade.orders.queries.goods import category_keys
from regulars.trade.orders.rules.points import points_terms
from regulars.trade.settlement.queries import commission_rates

HORIZON = timedelta(days=400)
FULL_PURSE = 10**10
LIVE = ("scheduled", "running")


@dataclass(frozen=True, slots=True)
class Ground:
    """The question and the rows behind it, by variant id."""

    asked: Asked
    variants: dict[str, Variant]


def ground_of(
    store: Store, *, draft: Offer | None = None, plan: Planned | None = None, only: Collection[str] | None = None,
    bounds: Bounds | None = None,
) -> Ground:  # fmt: skip
    """Everything that runs or is planned in the store, with a draft or a plan on top; about eight queries.

    `only` are public ids of products to judge (None: all). Without a change of mind nothing is left out: offers
    of the market, those across stores it joined, coupons, codes, points, members' prices, what other apps plan.
    """
    now = clock.now()
    offers = [*_running(store, now), *([draft] if draft is not None else [])]
    watched = [*_watched(store, offers), *_points(store), *_planned(store, now, plan)]
    until = min(
        max((one.terms.ends_at or now for one in watched), default=now) + HORIZON / 400, now + HORIZON
    )
    if plan is not None and plan.alone:
        watched = [Watched(terms, personal=True) for terms in plan.terms]
    variants = _variants(store)
    goods = _goods(store, variants)
    judged = {row.public_id for row in variants if only is None or row.product.public_id in only}
    asked = Asked(
        store.public_id, store.currency, goods, frozenset(judged), tuple(watched), now, until,
        int(store.freight_minor), store.free_freight_from_minor, _others(offers, store), bounds or Bounds(),
    )  # fmt: skip
    return Ground(asked, {row.public_id: row for row in variants})


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


def _points(store: Store) -> list[Watched]:
    running = programme_of(store)
    if running is None or running.rules.currency != store.currency or not running.rules.points:
        return []
    rules = running.rules
    terms = points_terms(
        store.public_id, rules.name, running.row.version, store.currency, FULL_PURSE, rules.point_minor,
        rules.most_share_bp,
    )  # fmt: skip
    return [Watched(terms, personal=True)] if terms is not None else []


def _planned(store: Store, now: datetime, plan: Planned | None) -> list[Watched]:
    running = [one for one in planned_of(store, now, now + HORIZON) if one.state in LIVE and not one.alone]
    plans = [*(one for one in running if plan is None or one.ref != plan.ref), *([plan] if plan else [])]
    return [
        Watched(replace(terms, starts_at=one.starts_at, ends_at=one.ends_at), personal=True)
        for one in plans
        for terms in one.terms
        if terms.currency == store.currency
    ]


def _variants(store: Store) -> list[Variant]:
    rows = Variant.objects.of(store).filter(
        retired_at=None,
        product__published_at__isnull=False,
        product__retired_at=None,
        product__currency=store.currency,
    )
    return list(rows.select_related("product__category").order_by("product_id", "position", "pk"))


def _goods(store: Store, variants: Sequence[Variant]) -> tuple[Good, ...]:
    rates = commission_rates()
    lowest = dict(LowestPrice.objects.of(store).values_list("variant_id", "lowest_minor"))
    margin = Floor.objects.of(store).values_list("least_margin_bp", flat=True).first() or 0
    brands = dict(Brand.objects.filter(products__store=store).values_list("pk", "public_id"))
    return tuple(
        Good(
            row.public_id,
            row.product.public_id,
            row.price_minor,
            floor_of(row.cost_minor, margin, lowest.get(row.pk)),
            rates.rate(store.pk, [int(part) for part in row.product.category.path.split("/") if part][::-1]),
            category_keys(row.product.category.path),
            brands.get(row.product.brand_id or 0),
        )
        for row in variants
    )


def _others(offers: Iterable[Offer], store: Store) -> bool:
    """Whether goods of other stores count for an offer across stores that this one takes part in."""
    crossing = [offer.pk for offer in offers if offer.kind == "cross-store"]
    rows = Joining.objects.filter(offer__in=crossing, ended_at=None).exclude(store=store)
    return bool(crossing) and rows.exists()
