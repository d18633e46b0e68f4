"""A place is taken with a deposit, and given up. Quota: one row with CHECK, one conditional UPDATE."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F, QuerySet
from django.utils.translation import gettext_lazy as _

from regulars.ground.bus.outbox import announce
from regulars.ground.kit import clock
from regulars.ground.kit.actions import action
from regulars.ground.kit.actors import SYSTEM, Actor
from regulars.ground.kit.refusals import BadInput, NotFound, Refusal
from regulars.loyalty.customers.actions import touch
from regulars.people.merchants.queries import market
from regulars.trade.advances.actions import (
    keep_advance,
    lapse_advance,
    open_advance,
    return_advance,
    withdraw_advance,
)
from regulars.trade.advances.hooks import Lost
from regulars.trade.advances.models import Advance
from regulars.trade.advances.queries import advances_by_public_id
from regulars.trade.presales.events import BookingEnded, PresaleBooked
from regulars.trade.presales.models import Booking, Presale, PresaleItem
from regulars.trade.presales.queries import gives_back, own_booking, phase, presale_for_shoppers

PURPOSE = "presale"


class NotTakingDeposits(Refusal):
    """The deposit window is not open."""

    status = 409
    code = "not-taking-deposits"
    sentence = _("Deposits are not taken now. Look at the two windows on the page.")


class NoPlaceLeft(Refusal):
    """Everything is booked. `details`: left."""

    status = 409
    code = "no-place-left"
    sentence = _("Not so many places are left. Choose fewer, or look again later: unpaid places become free.")


class TooManyPieces(BadInput):
    """More than one person may book."""

    code = "too-many-pieces"
    sentence = _("One person may book fewer pieces. Choose a lower number.")


class AlreadyBooked(Refusal):
    """One open booking per person."""

    status = 409
    code = "already-booked"
    sentence = _("You have booked in this presale already. Your booking is on this page.")


class PresaleLost(Lost):
    """The deposit came when the place was no longer to be had."""

    code = "presale-lost"


@action("presales.book")
def book(*, by: Actor, presale: str, item: str, quantity: int) -> Booking:
    """Take places and ask for the deposit; they are kept until its time to pay is over.

    Raises LogInFirst, NotFound, NotTakingDeposits, TooManyPieces, AlreadyBooked, NoPlaceLeft.
    """
    person = by.require_person()
    row = presale_for_shoppers(presale)
    what = PresaleItem.objects.filter(presale=row, public_id=item).select_related("variant").first()
    if what is None:
        raise NotFound()
    if phase(row) != "deposit":
        raise NotTakingDeposits()
    if type(quantity) is not int or not 1 <= quantity <= row.per_person:
        raise TooManyPieces(param="quantity", most=row.per_person)
    booking = _open(row, what, person, quantity)
    _take(what, quantity)
    _ask(by, row, what, booking)
    touch(
        by=by,
        store=row.store_id,
        person_id=person,
        origin="offer",
        origin_ref=row.public_id,
        at=booking.made_at,
    )
    return booking


def _open(row: Presale, what: PresaleItem, person: int, quantity: int) -> Booking:
    """The person's row; its index is the limit. One whose deposit was never paid makes room."""
    try:
        with transaction.atomic():
            return _made(row, what, person, quantity)
    except IntegrityError:
        _end_over(
            Booking.objects.of(row.store_id).filter(presale=row, person_id=person).values_list("advance_ref")
        )
    try:
        with transaction.atomic():
            return _made(row, what, person, quantity)
    except IntegrityError as error:
        raise AlreadyBooked() from error


def _made(row: Presale, what: PresaleItem, person: int, quantity: int) -> Booking:
    return Booking.objects.create(
        store_id=row.store_id, presale=row, item=what, person_id=person, quantity=quantity
    )


def _take(what: PresaleItem, quantity: int) -> None:
    """The places, or those of others whose time to pay the deposit is over. Raises NoPlaceLeft."""
    if _took(what, quantity):
        return
    _end_over(Booking.objects.across_stores("of one presale").filter(item=what).values_list("advance_ref"))
    if not _took(what, quantity):
        left = PresaleItem.objects.values_list("quota", "booked").get(pk=what.pk)
        raise NoPlaceLeft(param="quantity", left=max(left[0] - left[1], 0))


def _took(what: PresaleItem, quantity: int) -> bool:
    free = PresaleItem.objects.filter(pk=what.pk, booked__lte=F("quota") - quantity)
    return bool(free.update(booked=F("booked") + quantity))


def _end_over(refs: QuerySet[Booking, Any]) -> None:
    """End deposits that were not paid in time, as the clocked task would; those it is ending now are its own."""
    due = Advance.objects.across_stores("of one presale").filter(
        public_id__in=refs, state="awaiting", pay_until__lte=clock.now()
    )
    free = due.select_for_update(no_key=True, skip_locked=True).order_by("pk")
    for key in list(free.values_list("pk", flat=True)):
        lapse_advance(by=SYSTEM, advance_pk=key)


def _ask(by: Actor, row: Presale, what: PresaleItem, booking: Booking) -> None:
    until = min(clock.now() + timedelta(minutes=market().hold_minutes), row.deposit_until)
    path = [int(part) for part in row.product.category.path.split("/") if part]
    advance = open_advance(
        by=by,
        store=row.store,
        person_id=booking.person_id,
        purpose=PURPOSE,
        ref=booking.public_id,
        amount_minor=what.deposit_minor * booking.quantity,
        currency=row.currency,
        pay_until=until,
        title=row.title,
        title_zh=row.title_zh,
        path=f"/presales/{row.public_id}/",
        category_ids=path[::-1],
    )
    booking.advance_ref = advance.public_id
    booking.save(update_fields=["advance_ref"])


def deposit_paid(by: Actor, advance: Advance) -> None:
    """The deposit came: the place is booked. Raises PresaleLost when it is gone or the store cancelled."""
    rows = Booking.objects.of(advance.store_id).filter(public_id=advance.ref, advance_ref=advance.public_id)
    open_ = rows.filter(state="awaiting", presale__state="published", presale__balance_until__gt=clock.now())
    if not open_.update(state="booked", booked_at=clock.now()):
        raise PresaleLost()
    booking = rows.select_related("presale", "item__variant").get()
    announce(
        PresaleBooked(
            presale=booking.presale.public_id,
            booking=booking.public_id,
            variant=booking.item.variant.public_id,
            quantity=booking.quantity,
            deposit_minor=advance.amount_minor,
            currency=advance.currency,
            store_id=booking.store_id,
            person_id=booking.person_id,
            ref=booking.public_id,
        )
    )


def deposit_lapsed(by: Actor, advance: Advance) -> None:
    """Nobody paid the deposit: the place is free again."""
    row = Booking.objects.of(advance.store_id).filter(public_id=advance.ref).select_related("presale").first()
    if row is not None and end(row, ("awaiting",), "lapsed"):
        free(row)


def end(row: Booking, states: tuple[str, ...], to: str) -> bool:
    """Bring an open booking to its end, once, and tell."""
    rows = Booking.objects.of(row.store_id).filter(pk=row.pk, state__in=states)
    if not rows.update(state=to, ended_at=clock.now()):
        return False
    row.state = to
    announce(
        BookingEnded(
            presale=row.presale.public_id,
            booking=row.public_id,
            state=to,
            store_id=row.store_id,
            person_id=row.person_id,
            ref=row.public_id,
        )
    )
    return True


def free(row: Booking) -> None:
    """The place of a booking that ended is nobody's any more."""
    PresaleItem.objects.filter(pk=row.item_id).update(booked=F("booked") - row.quantity)


@action("presales.cancel_booking")
def cancel_booking(*, by: Actor, booking: str) -> Booking:
    """Give a place up. In the deposit window the deposit comes back and others may have the place; later the
    published rule decides about the deposit and the place stays taken, unless the store stopped the presale: then
    no place of it is anybody's. Safe to repeat.

    Raises NotFound, NotTakingDeposits when an order for the balance is under way or it is over.
    """
    row = own_booking(by, booking)
    if row.state == "awaiting":
        for advance in advances_by_public_id([row.advance_ref]):
            withdraw_advance(by=by, advance=advance)
        return own_booking(by, booking)
    if row.state in ("cancelled", "refunded", "forfeited", "lapsed"):
        return row
    early, back = phase(row.presale) in ("soon", "deposit"), gives_back(row.presale)
    if not end(row, ("booked",), "cancelled" if early else "refunded" if back else "forfeited"):
        raise NotTakingDeposits(_("An order for the balance is under way. Cancel that order first."))
    settle_deposit(by, row, back=back, why="cancelled by the shopper")
    if early or row.presale.state == "stopped":
        free(row)
    return own_booking(by, booking)


def settle_deposit(by: Actor, row: Booking, *, back: bool, why: str) -> None:
    """The deposit of a booking that ended goes back, or to the store."""
    for advance in advances_by_public_id([row.advance_ref]):
        if back:
            return_advance(by=by, advance=advance, why=why)
        else:
            keep_advance(by=by, advance=advance, why=why)
