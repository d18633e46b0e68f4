"""Drops are planned, published with their stock set aside, changed, stopped and closed."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from regulars.goods.catalog.actions import hold_stock, release_held
from regulars.goods.catalog.actions.passing import pass_held, reduce_held
from regulars.goods.catalog.models import StockHold
from regulars.ground.bus.outbox import announce
from regulars.ground.kit import clock
from regulars.ground.kit.actions import action, note
from regulars.ground.kit.actors import SYSTEM, Actor
from regulars.ground.kit.refusals import BadInput, NotFound, Refusal
from regulars.ground.kit.sanitize import plain
from regulars.loyalty.members.queries import programme_of
from regulars.loyalty.segments.queries import segment_of
from regulars.people.merchants.models import Store
from regulars.trade.drops.events import DropClosed, DropPublished, DropStopped
from regulars.trade.drops.models import Drop, Seat
from regulars.trade.drops.queries.finding import drop_of, held_until, variant_of
from regulars.trade.drops.rules.plan import MOST_UNITS, faults

LONGEST = timedelta(days=7)
MOST_ROOM, MOST_PAY = 120, 120


class DropNotPossible(BadInput):
    """The plan contradicts itself; `param` says where."""

    code = "drop-not-possible"
    sentence = _("This plan does not fit together. Check the marked fields.")


class DropFixed(Refusal):
    """People rely on what was published."""

    status = 409
    code = "drop-fixed"
    sentence = _(
        "This drop is published: only its number of pieces can still change, until it opens. "
        "Or stop it and plan a new one."
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Fields:
    """What a merchant says about a drop. `phases`: dicts of who, after (minutes), units, rank, group (public id)."""

    variant: str
    title: str
    units: int
    opens_at: datetime
    ends_at: datetime
    title_zh: str = ""
    text: str = ""
    text_zh: str = ""
    price_minor: int | None = None
    per_person: int = 1
    room_minutes: int = 15
    pay_minutes: int = 10
    queue_most: int | None = None
    phases: list[dict[str, Any]] = field(default_factory=list)


@action("drops.plan")
def plan_drop(*, by: Actor, store: Store, fields: Fields, drop: str = "") -> Drop:
    """Write a draft, or change one. Raises DropNotPossible, DropFixed, NotFound."""
    by.require("offers", store.pk)
    row = drop_of(store, drop) if drop else Drop(store=store, seed=secrets.token_hex(32))
    if row.published_at is not None:
        raise DropFixed()
    row.variant = variant_of(store, fields.variant)
    _take(row, fields)
    _check(store, row)
    row.version += 1 if row.pk else 0
    row.save()
    return row


@action("drops.publish")
def publish_drop(*, by: Actor, store: Store, drop: str) -> Drop:
    """Announce a draft and set its pieces aside. Raises DropNotPossible, DropFixed, SoldOut (fewer are on the shelf)."""
    by.require("offers", store.pk)
    row = drop_of(store, drop)
    _check(store, row)
    if row.opens_at <= clock.now():
        raise DropNotPossible(_("The opening has passed. Choose a later one."), param="opens_at")
    if not Drop.objects.of(store).filter(pk=row.pk, published_at=None).update(published_at=clock.now()):
        raise DropFixed()
    hold_stock(by=by, ref=row.public_id, lines={row.variant_id: row.units}, until=held_until(row))
    announce(
        DropPublished(
            drop=row.public_id,
            variant=row.variant.public_id,
            units=row.units,
            opens_at=row.opens_at.isoformat(),
            store_id=store.pk,
            ref=row.public_id,
        )
    )
    row.refresh_from_db()
    return row


@action("drops.change_units")
def change_units(*, by: Actor, store: Store, drop: str, units: int) -> Drop:
    """Set another number of pieces before the drop opens. Raises DropFixed, DropNotPossible, SoldOut."""
    by.require("offers", store.pk)
    row = drop_of(store, drop)
    if row.published_at is None or row.stopped_at or row.closed_at or row.opens_at <= clock.now():
        raise DropFixed()
    before, row.units = row.units, units
    row.queue_most = max(row.queue_most, units)
    _check(store, row)
    note(before=before, after=units)
    mine = Drop.objects.of(store).filter(pk=row.pk, units=before, taken=0)
    if not mine.update(units=units, queue_most=row.queue_most, version=F("version") + 1):
        raise DropFixed()
    if units > before:
        _hold_more(by, row, units - before)
    elif units < before:
        reduce_held(by=by, ref=row.public_id, variant_id=row.variant_id, quantity=before - units)
    row.refresh_from_db()
    return row


@action("drops.stop")
def stop_drop(*, by: Actor, store: Store, drop: str) -> Drop:
    """End a drop now. Tickets won may still be paid; everything else goes back to the shelf. Raises DropFixed."""
    by.require("offers", store.pk)
    row = drop_of(store, drop)
    alive = Drop.objects.of(store).filter(pk=row.pk, stopped_at=None, closed_at=None)
    if row.published_at is None or not alive.update(stopped_at=clock.now(), version=F("version") + 1):
        raise DropFixed()
    row.refresh_from_db()
    spare = row.units - row.taken
    if spare:
        reduce_held(by=by, ref=row.public_id, variant_id=row.variant_id, quantity=spare)
    note(taken=row.taken, back=spare)
    announce(DropStopped(drop=row.public_id, store_id=store.pk, ref=row.public_id))
    return row


@action("drops.drop_draft")
def discard_drop(*, by: Actor, store: Store, drop: str) -> None:
    """Throw a draft away. Raises DropFixed."""
    by.require("offers", store.pk)
    row = drop_of(store, drop)
    if not Drop.objects.of(store).filter(pk=row.pk, published_at=None).delete()[0]:
        raise DropFixed()


@action("drops.close", audit=False)
def close_drop(*, by: Actor, drop: int) -> bool:
    """Bring a drop that is over to its end: unsold pieces go back, who waited has lost. Tasks only. Safe to repeat."""
    if by.kind != "system":
        raise NotFound()
    row = Drop.objects.across_stores("the clock closes drops of all stores").select_for_update().get(pk=drop)
    if row.closed_at is not None or not over(row, clock.now()):
        return False
    Drop.objects.of(row.store_id).filter(pk=row.pk).update(closed_at=clock.now(), waiting=0)
    Seat.objects.of(row.store_id).filter(drop=row, state="placed").update(state="lost")
    release_held(by=SYSTEM, ref=row.public_id)
    announce(
        DropClosed(
            drop=row.public_id, units=row.units, paid=row.paid, store_id=row.store_id, ref=row.public_id
        )
    )
    return True


def over(row: Drop, now: datetime) -> bool:
    """Whether nothing of the drop is open any more."""
    if row.published_at is None:
        return False
    finished = row.paid >= row.units or row.ends_at <= now or row.stopped_at is not None
    open_tickets = Seat.objects.of(row.store_id).filter(drop=row, state__in=("won", "ordered")).exists()
    return finished and (not open_tickets or held_until(row) <= now)


def _hold_more(by: Actor, row: Drop, more: int) -> None:
    extra = f"{row.public_id}+"
    hold_stock(by=by, ref=extra, lines={row.variant_id: more}, until=held_until(row))
    pass_held(by=by, ref=extra, to=row.public_id, lines={row.variant_id: more}, until=held_until(row))
    StockHold.objects.filter(ref=extra).delete()


def _take(row: Drop, fields: Fields) -> None:
    row.title, row.title_zh = plain(fields.title, limit=120), plain(fields.title_zh, limit=120)
    row.text, row.text_zh = plain(fields.text, limit=2000), plain(fields.text_zh, limit=2000)
    row.price_minor, row.units, row.per_person = fields.price_minor, fields.units, fields.per_person
    row.opens_at, row.ends_at = fields.opens_at, fields.ends_at
    row.room_minutes, row.pay_minutes = fields.room_minutes, fields.pay_minutes
    row.queue_most = fields.units if fields.queue_most is None else fields.queue_most
    row.phases = fields.phases


def problems(store: Store, fields: Fields) -> dict[str, str]:
    """All that is wrong with what a merchant says, by field: param -> a sentence."""
    row = Drop(store=store)
    _take(row, fields)
    found: dict[str, str] = {}
    for param, sentence in _problems(store, row):
        found.setdefault(param, str(sentence))
    return found


def _check(store: Store, row: Drop) -> None:
    for param, sentence in _problems(store, row):
        raise DropNotPossible(sentence, param=param)


def _problems(store: Store, row: Drop) -> Iterator[tuple[str, Any]]:
    yield from _wrong_numbers(row)
    if not row.title:
        yield "title", _("Give the drop a title that shoppers will see.")
    if row.ends_at <= row.opens_at or row.ends_at - row.opens_at > LONGEST:
        yield "ends_at", _("A drop ends after it opens, at most seven days later.")
    elif type(row.units) is int:
        minutes = int((row.ends_at - row.opens_at).total_seconds() // 60)
        wrong = faults(row.phases, row.units, minutes)
        if wrong:
            yield "phases", PHASES[wrong]
    for phase in row.phases:
        yield from _wrong_people(store, phase)


def _wrong_numbers(row: Drop) -> Iterator[tuple[str, Any]]:
    limits = {
        "units": (1, MOST_UNITS), "per_person": (1, 99), "room_minutes": (0, MOST_ROOM),
        "pay_minutes": (1, MOST_PAY), "queue_most": (0, MOST_UNITS),
    }  # fmt: skip
    for name, (low, high) in limits.items():
        value = getattr(row, name)
        if type(value) is not int or not low <= value <= high:
            yield name, _("Give a whole number from %(low)s to %(high)s.") % {"low": low, "high": high}
    if row.price_minor is not None and (type(row.price_minor) is not int or row.price_minor < 1):
        yield "price_minor", _("A price is above zero; leave it empty for the usual price.")


def _wrong_people(store: Store, phase: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    if phase["who"] == "tier":
        programme = programme_of(store)
        if programme is None or not 1 <= int(phase.get("rank") or 0) <= len(programme.rules.tiers):
            yield "phases", _("Your programme has no such tier. Choose another one.")
    if phase["who"] == "group":
        segment_of(store, str(phase.get("group") or ""))


PHASES = {
    "many": _("A drop has at most five phases."),
    "who": _("Choose for every phase who may buy."),
    "order": _("The first phase begins with the drop, each later one after the one before."),
    "late": _("The last phase begins before the drop ends."),
    "share": _("The phases share the pieces of the drop; the first one gets at least one."),
}
