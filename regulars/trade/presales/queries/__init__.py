"""Questions about presales."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Sum

from regulars.ground.kit import clock
from regulars.ground.kit.actors import Actor
from regulars.ground.kit.refusals import NotFound
from regulars.ground.kit.statements import statement
from regulars.people.merchants.models import Store, Suspension
from regulars.trade.presales.models import Booking as Booking
from regulars.trade.presales.models import Presale as Presale
from regulars.trade.presales.models import PresaleItem as PresaleItem
from regulars.trade.presales.queries.saying import phase_words as phase_words
from regulars.trade.presales.queries.saying import rules_in_words as rules_in_words
from regulars.trade.presales.rules import Sum as PresaleSum
from regulars.trade.presales.rules import Windows, cancel_gives_back, phase_of, sum_of

MOST = 12


def windows_of(row: Presale) -> Windows:
    """The windows of a presale."""
    return Windows(row.deposit_from, row.deposit_until, row.balance_from, row.balance_until, row.ship_by)


def phase(row: Presale, at: datetime | None = None) -> str:
    """draft, stopped, soon, deposit, between, balance or over."""
    return phase_of(row.state, windows_of(row), at or clock.now())


def sum_for(item: PresaleItem, quantity: int = 1) -> PresaleSum:
    """What is paid when, for so many pieces."""
    return sum_of(item.price_minor, item.off_minor, item.deposit_minor, quantity)


def places_left(item: PresaleItem) -> int:
    """How many pieces can still be booked."""
    left: int = item.quota - item.booked
    return left


def items_of(row: Presale) -> list[PresaleItem]:
    """What is presold, in the order of the variants."""
    return list(row.items.select_related("variant__product").order_by("variant__position", "pk"))


def presale_of(store: Store, presale: str) -> Presale:
    """The store's presale with its product. Raises NotFound."""
    found = Presale.objects.of(store).filter(public_id=presale).select_related("product", "store").first()
    if found is None:
        raise NotFound()
    return found


def presales_of(store: Store) -> QuerySet[Presale]:
    """All of the store's presales, the latest first, with booked and quota."""
    rows = Presale.objects.of(store).select_related("product", "store").order_by("-deposit_from", "-pk")
    return rows.annotate(booked=Sum("items__booked"), quota=Sum("items__quota"))


def _for_shoppers() -> QuerySet[Presale]:
    rows = Presale.objects.across_stores("presales of open stores are for everybody")
    shut = Suspension.objects.filter(store=OuterRef("store"), lifted_at=None)
    open_ = Q(~Exists(shut), store__closed_at=None)
    return rows.filter(open_, product__retired_at=None).select_related("product", "store")


def presale_for_shoppers(presale: str) -> Presale:
    """A presale that was published, whatever became of it. Raises NotFound."""
    found = _for_shoppers().exclude(state="draft").filter(public_id=presale).first()
    if found is None:
        raise NotFound()
    return found


def running_presales(*, store: Store | None = None, product_ids: Iterable[str] = ()) -> list[Presale]:
    """Published presales whose balance window is not over, the next deposit window first; twelve at most."""
    return _running(store.pk if store is not None else None, list(product_ids) or None, clock.now())[:MOST]


@statement
def _running(store: int | None, products: list[str] | None, now: datetime) -> QuerySet[Presale, Presale]:
    rows = _for_shoppers().filter(state="published", balance_until__gt=now)
    if store is not None:
        rows = rows.filter(store=store)
    if products is not None:
        rows = rows.filter(product__public_id__in=products)
    rows = rows.order_by("deposit_from", "pk")
    # A product has few, and a limit costs SQLite more than all of them.
    return rows if products is not None else rows[:MOST]


def own_booking(by: Actor, booking: str) -> Booking:
    """The viewer's booking with all that belongs to it. Raises NotFound."""
    rows = _whole(Booking.objects.across_stores("the viewer's own"))
    if by.kind != "system":
        rows = rows.filter(person_id=by.person_id) if by.person_id is not None else rows.none()
    found = rows.filter(public_id=booking).first()
    if found is None:
        raise NotFound()
    return found


def bookings_of(by: Actor) -> QuerySet[Booking]:
    """The person's bookings, newest first."""
    rows = Booking.objects.across_stores("the viewer's own").filter(person_id=by.require_person())
    return _whole(rows).order_by("-made_at", "-pk")


def open_booking(by: Actor, row: Presale) -> Booking | None:
    """The viewer's open booking in a presale."""
    if by.person_id is None:
        return None
    mine = Booking.objects.of(row.store_id).filter(presale=row, person_id=by.person_id)
    return _whole(mine).exclude(state__in=("lapsed", "cancelled")).order_by("-pk").first()


def _whole(rows: QuerySet[Booking]) -> QuerySet[Booking]:
    return rows.select_related("presale__product", "presale__store", "item__variant", "store", "person")


def bookings_in(row: Presale) -> QuerySet[Booking]:
    """Who booked, for the store, newest first."""
    return _whole(Booking.objects.of(row.store_id).filter(presale=row)).order_by("-made_at", "-pk")


@dataclass(frozen=True, slots=True)
class Figures:
    """A presale in numbers: bookings by state, pieces with a paid deposit, and minor units of its currency."""

    states: dict[str, int]
    pieces: int
    deposits_minor: int
    kept_minor: int


def figures_of(row: Presale) -> Figures:
    """What came of a presale so far. One query."""
    mine = Booking.objects.of(row.store_id).filter(presale=row).order_by()
    found = mine.values_list("state", "item__deposit_minor").annotate(n=Count("pk"), pieces=Sum("quantity"))
    states: dict[str, int] = {}
    pieces = deposits = kept = 0
    for state, deposit, count, quantity in found:
        states[state] = states.get(state, 0) + count
        if state in ("booked", "ordered", "paid", "forfeited"):
            pieces += quantity
            deposits += quantity * deposit
        if state == "forfeited":
            kept += quantity * deposit
    return Figures(states, pieces, deposits, kept)


def gives_back(row: Presale, at: datetime | None = None) -> bool:
    """Whether somebody who cancels now gets the deposit back."""
    return cancel_gives_back(row.unpaid, phase(row, at))
