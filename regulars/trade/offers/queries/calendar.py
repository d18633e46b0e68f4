"""Everything a store offers in a span of time: its own offers, the market's, and what other apps plan for it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal
from zoneinfo import ZoneInfo

from django.db.models import Count, Q, QuerySet, Sum

from regulars.goods.catalog.models import Category, Product, Variant
from regulars.people.merchants.models import Store
from regulars.people.merchants.queries import market
from regulars.trade.offers.hooks import Planned
from regulars.trade.offers.models import Offer
from regulars.trade.offers.queries.planning import planned_of
from regulars.trade.offers.queries.running import state_of
from regulars.trade.offers.rules import Times, times_of
from regulars.trade.offers.rules.hours import Span
from regulars.trade.offers.rules.overlapping import Reach, meetings

Whose = Literal["own", "joined", "market", "planned"]
MOST = 200
STATES = {"planned": "scheduled"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One bar. `path` is desk-relative ("" for what has no page of the store's); `ends_at` None: no end is set.

    `uses` and `taken_minor` (minor units) are None where they are not the store's to see. `meets` are the refs of the
    others that count for the same goods at the same time.
    """

    whose: Whose
    kind: str
    ref: str
    title: str
    title_zh: str
    starts_at: datetime
    ends_at: datetime | None
    state: str
    path: str
    currency: str = ""
    uses: int | None = None
    taken_minor: int | None = None
    offer: Offer | None = None
    planned: Planned | None = None
    meets: tuple[str, ...] = ()


def entries_between(store: Store, since: datetime, until: datetime) -> list[Entry]:
    """What touches [since, until), by start; drafts too. Queries do not grow with what there is.

    At most MOST of the store's own and MOST of the market's are looked at, those that start last.
    """
    own = [_own(row) for row in _touching(_counted(store), since, until)]
    market = [_market(row) for row in _touching(_of_market(store), since, until)]
    more = [_planned(one) for one in planned_of(store, since, until)]
    rows = sorted([*own, *market, *more], key=lambda one: (one.starts_at, one.ref))
    return _met(store, rows, (since, until))


def _touching(rows: QuerySet[Offer], since: datetime, until: datetime) -> list[Offer]:
    found = rows.filter(starts_at__lt=until, ends_at__gt=since)
    return list(found.select_related("store", "budget").order_by("-starts_at")[:MOST])


def _counted(store: Store) -> QuerySet[Offer]:
    used = Q(uses__given_back_at=None)
    return Offer.objects.filter(store=store).annotate(
        uses_count=Count("uses__ref", filter=used, distinct=True),
        taken_minor=Sum("uses__amount_minor", filter=used, default=0),
    )


def _of_market(store: Store) -> QuerySet[Offer]:
    mine = Count("joinings", filter=Q(joinings__store=store, joinings__ended_at=None))
    open_ = Offer.objects.filter(
        store=None, currency=store.currency, published_at__isnull=False, stopped_at=None
    )
    return open_.annotate(joined=mine)


def _own(row: Offer) -> Entry:
    counts = vars(row)
    return Entry(
        whose="own", kind=row.kind, ref=row.public_id, title=row.title, title_zh=row.title_zh,
        starts_at=row.starts_at, ends_at=_end(row), state=_state(row), path=f"offers/{row.public_id}/",
        currency=row.currency, uses=counts["uses_count"], taken_minor=counts["taken_minor"], offer=row,
    )  # fmt: skip


def _market(row: Offer) -> Entry:
    joined = row.kind != "cross-store" or bool(vars(row)["joined"])
    return Entry(
        whose="joined" if joined and row.kind == "cross-store" else "market", kind=row.kind, ref=row.public_id,
        title=row.title, title_zh=row.title_zh, starts_at=row.starts_at, ends_at=row.ends_at, state=_state(row),
        path="offers/across/" if row.kind == "cross-store" else "", currency=row.currency, offer=row,
    )  # fmt: skip


def _planned(one: Planned) -> Entry:
    return Entry(
        whose="planned", kind=one.kind, ref=one.ref, title=one.title, title_zh=one.title_zh, starts_at=one.starts_at,
        ends_at=one.ends_at, state=one.state, path=one.path, planned=one,
    )  # fmt: skip


def _end(row: Offer) -> datetime:
    """A stopped offer ended when it was stopped, yet not before it began."""
    ends: datetime = row.ends_at
    if row.stopped_at is not None:
        ends = max(min(ends, row.stopped_at), row.starts_at)
    return ends


def _state(row: Offer) -> str:
    state = state_of(row)
    return STATES.get(state, state)


def _met(store: Store, rows: list[Entry], within: Span) -> list[Entry]:
    """The entries with what they meet; what is over, only offered by the market, or a draft meets nothing."""
    alive = [one for one in rows if one.state in ("running", "scheduled", "draft") and _counts_here(one)]
    reaches = [_reach(one, within) for one in alive]
    found = meetings(reaches, _kin(store, reaches))
    return [replace(one, meets=tuple(found.get(one.ref, ()))) for one in rows]


def _counts_here(one: Entry) -> bool:
    if one.planned is not None:
        return bool(one.planned.terms) and not one.planned.alone
    return one.whose != "market" or one.kind != "cross-store"


def _reach(one: Entry, within: Span) -> Reach:
    if one.planned is not None:
        ids = frozenset(one.planned.products)
        return Reach(one.ref, one.starts_at, one.ends_at, "product" if ids else "all", ids)
    scope = (one.offer.terms.get("scope") or {}) if one.offer else {}
    return Reach(
        one.ref, one.starts_at, one.ends_at, scope.get("by", "all"), frozenset(scope.get("ids", ())),
        frozenset(scope.get("without_products", ())), _spans(one, within),
    )  # fmt: skip


def _spans(one: Entry, within: Span) -> tuple[Span, ...] | None:
    """When an offer of certain days or hours counts within the time that is looked at."""
    times = times_of(one.offer.terms) if one.offer else Times()
    if times.always:
        return None
    since, until = max(one.starts_at, within[0]), min(one.ends_at or within[1], within[1])
    return tuple(times.spans(since, until, ZoneInfo(market().zone)))


def _kin(store: Store, reaches: Sequence[Reach]) -> dict[str, frozenset[str]]:
    """Where the goods named belong. At most three queries, none while all offers are for everything."""
    named = {one for reach in reaches if reach.by in ("product", "variant") for one in reach.ids}
    if not named:
        return {}
    products = Product.objects.of(store).filter(public_id__in=named).select_related("category", "brand")
    found = {row.public_id: [row.category.path, row.brand.public_id if row.brand else ""] for row in products}
    variants = (
        Variant.objects.of(store)
        .filter(public_id__in=named)
        .select_related("product__category", "product__brand")
    )
    for row in variants:
        product = row.product
        found[row.public_id] = [
            product.category.path,
            product.brand.public_id if product.brand else "",
            product.public_id,
        ]
    names = _categories(path for path, *_rest in found.values())
    return {
        ref: frozenset([*(names[key] for key in path.split("/") if key in names), *rest])
        for ref, (path, *rest) in found.items()
    }


def _categories(paths: Iterable[str]) -> dict[str, str]:
    keys = {key for path in paths for key in path.split("/") if key}
    return {
        str(pk): public_id
        for pk, public_id in Category.objects.filter(pk__in=keys).values_list("pk", "public_id")
    }
