"""People join a store's programme and leave it. Joining allows the store nothing: consent is asked apart."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from regulars.ground.bus.outbox import announce
from regulars.ground.kit import clock
from regulars.ground.kit.actions import action
from regulars.ground.kit.actors import Actor
from regulars.ground.kit.refusals import BadInput, NotFound, Refusal
from regulars.ground.kit.sanitize import plain
from regulars.loyalty.customers.actions import touch
from regulars.loyalty.members.actions.trades import Done, keep_trades
from regulars.loyalty.members.events import MemberJoined, MemberLeft
from regulars.loyalty.members.models import Member
from regulars.loyalty.members.queries.programmes import programme_of
from regulars.loyalty.members.rules import is_day
from regulars.people.merchants.models import Store


class NoSuchDay(BadInput):
    """No year has this day."""

    status = 422
    code = "no-such-day"
    sentence = _("Choose a month and a day that exist.")


class AlreadyClosed(Refusal):
    """There is no programme to join."""

    status = 409
    code = "programme-closed"
    sentence = _("This store takes no new members at the moment. Follow it to hear when that changes.")


@action("members.join")
def join(*, by: Actor, store: Store, place: str = "store", trades: Iterable[Done] = ()) -> Member:
    """The person joins, at `place`; `trades` are orders completed before, which count for the tier.

    Safe to repeat. Raises LogInFirst, AlreadyClosed.
    """
    person = by.require_person()
    running = programme_of(store)
    if running is None or not running.open:
        raise AlreadyClosed()
    row = Member.objects.of(store).filter(person_id=person).first()
    if row is not None and row.left_at is None:
        return row
    touch(by=by, store=store, person_id=person, origin="offer", origin_ref=running.row.public_id)
    row = _again(row) if row is not None else _new(store, person, plain(place, limit=20))
    keep_trades(row, trades)
    announce(
        MemberJoined(member=row.public_id, place=row.place, store_id=row.store_id, person_id=row.person_id)
    )
    return row


def _again(row: Member) -> Member:
    row.left_at, row.joined_at = None, clock.now()
    row.save(update_fields=["left_at", "joined_at"])
    return row


def _new(store: Store, person: int, place: str) -> Member:
    try:
        with transaction.atomic():
            return Member.objects.create(store=store, person_id=person, place=place)
    except IntegrityError:
        # The same person joined on another page at the same moment.
        return Member.objects.of(store).get(person_id=person)


@action("members.leave")
def leave(*, by: Actor, store: Store) -> None:
    """The person leaves.

    Points stay until they expire and can be used after joining again. Safe to repeat. Raises LogInFirst.
    """
    person = by.require_person()
    mine = Member.objects.of(store).filter(person_id=person, left_at=None)
    row = mine.first()
    if row is not None and mine.update(left_at=clock.now()):
        announce(MemberLeft(member=row.public_id, store_id=row.store_id, person_id=person))


@action("members.set_birthday", audit=False)
def set_birthday(*, by: Actor, store: Store, month: int | None, day: int | None) -> None:
    """The member says a birthday, without a year; None takes it back.

    Raises LogInFirst, NoSuchDay, and NotFound for somebody who is no member.
    """
    mine = Member.objects.of(store).filter(person_id=by.require_person(), left_at=None)
    if (month, day) != (None, None) and not is_day(month, day):
        raise NoSuchDay(param="day")
    if not mine.update(birth_month=month, birth_day=day):
        raise NotFound()
