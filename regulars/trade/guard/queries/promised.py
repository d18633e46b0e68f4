"""What drops, presales, draws and service plans sell, as goods of their own beside the shelf."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from regulars.goods.catalog.models import Variant
from regulars.people.merchants.models import Store
from regulars.trade.guard.rules import Good, Span, Watched
from regulars.trade.offers.hooks import Planned, Sale
from regulars.trade.offers.queries import planned_of

# Tickets of a drop may be paid for a while after it ended.
PAST = timedelta(hours=6)
UNSOLD = ("draft",)
WHOLE_BP = 10_000


@dataclass(frozen=True, slots=True)
class Promised:
    """A good, and the plan that sells it. `pieces`: how many at most; None: as many as are wanted."""

    good: Good
    planned: Planned
    pieces: int | None


def plans_for(store: Store, now: datetime, until: datetime, extra: Planned | None) -> list[Planned]:
    """What is planned in the store and can be ordered then, with one more on top that stands for itself."""
    rows = [one for one in planned_of(store, now - PAST, until) if _counts(one, now)]
    return [*(one for one in rows if extra is None or one.ref != extra.ref), *([extra] if extra else [])]


def _counts(one: Planned, now: datetime) -> bool:
    if one.sales:
        return one.state not in UNSOLD and any(_open(sale, now) for sale in one.sales)
    return one.state in ("scheduled", "running") and not one.alone


def _open(sale: Sale, now: datetime) -> bool:
    return sale.ends_at is None or sale.ends_at > now


def watched_in(plans: Iterable[Planned], currency: str) -> list[Watched]:
    """The terms of the plans: on their own goods where they say what they sell, else as prices for some."""
    found = []
    for one in plans:
        if one.sales:
            found += [Watched(terms, promise=one.ref) for sale in one.sales for terms in sale.terms]
        else:
            found += [
                Watched(replace(terms, starts_at=one.starts_at, ends_at=one.ends_at), personal=True)
                for terms in one.terms
            ]
    return [one for one in found if one.terms.currency == currency]


def variants_in(plans: Iterable[Planned]) -> set[str]:
    """Public ids of the goods that plans sell."""
    return {sale.variant for one in plans for sale in one.sales if not sale.service}


def ends_of(plans: Iterable[Planned]) -> list[datetime]:
    """When the sales of the plans end, where they do."""
    return [sale.ends_at for one in plans for sale in one.sales if sale.ends_at is not None]


def promised_goods(
    plans: Sequence[Planned], variants: Mapping[str, Variant], make: Callable[[Variant], Good],
    shelf: Sequence[Good], floor: Callable[[int | None], int | None], until: datetime,
) -> list[Promised]:  # fmt: skip
    """Every good of every sale. `make` gives a variant as the shelf has it, `floor` what must be left at a cost."""
    found = []
    for one in plans:
        for sale in one.sales:
            spans = ((sale.starts_at, sale.ends_at or until),)
            goods = (
                _services(one, sale, spans, shelf, floor)
                if sale.service
                else _goods(one, sale, spans, variants, make)
            )
            found += [Promised(good, one, sale.pieces) for good in goods]
    return found


def _goods(
    one: Planned, sale: Sale, spans: tuple[Span, ...], variants: Mapping[str, Variant], make: Callable[[Variant], Good]
) -> Iterator[Good]:  # fmt: skip
    row = variants.get(sale.variant)
    if row is not None:
        good = make(row)
        unit = good.unit_minor if sale.unit_minor is None else sale.unit_minor
        yield replace(good, unit_minor=unit, promise=one.ref, spans=spans, most=sale.most, alone=sale.alone)


def _services(
    one: Planned, sale: Sale, spans: tuple[Span, ...], shelf: Sequence[Good], floor: Callable[[int | None], int | None]
) -> Iterator[Good]:  # fmt: skip
    """A service beside the goods it goes with: one for every price and commission it can have."""
    needs: dict[tuple[int, int], set[str]] = {}
    for good in shelf:
        if _goes_with(sale, good):
            unit = sale.unit_minor
            if unit is None:
                unit = max(1, good.unit_minor * (sale.share_bp or 0) // WHOLE_BP)
            needs.setdefault((unit, good.commission_bp), set()).add(good.variant_id)
    for (unit, commission_bp), goods in sorted(needs.items()):
        yield Good(
            sale.variant, sale.variant, unit, floor(sale.cost_minor), commission_bp, promise=one.ref, spans=spans,
            most=sale.most, service=True, needs=frozenset(goods),
        )  # fmt: skip


def _goes_with(sale: Sale, good: Good) -> bool:
    if not sale.products and not sale.categories:
        return True
    return good.product_id in sale.products or not set(sale.categories).isdisjoint(good.category_ids)
