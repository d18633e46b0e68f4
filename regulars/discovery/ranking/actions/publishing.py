"""A rulebook is announced, and may be withdrawn until it starts."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from regulars.discovery.ranking.events import RulebookAnnounced, RulebookWithdrawn
from regulars.discovery.ranking.models import Edition
from regulars.discovery.ranking.queries.editions import announced, edition, in_force
from regulars.discovery.ranking.rules import Rulebook, faults, read, stored
from regulars.ground.bus.outbox import announce
from regulars.ground.kit import clock
from regulars.ground.kit.actions import action, note
from regulars.ground.kit.actors import Actor
from regulars.ground.kit.refusals import BadInput, Refusal
from regulars.ground.kit.sanitize import plain

RIGHT = "market.merchants"
REASON = 10


class OutOfBounds(BadInput):
    """A weight, a window or a share is outside what rules may do; `param` names it."""

    code = "rulebook-out-of-bounds"
    sentence = _(
        "Weights go from 0.8 to 1.25, windows from 2 to 50 places with limits no larger, the floor to 50 %, "
        "a cap from 2 %, the notice to 90 days."
    )


class TooSoon(Refusal):
    """Merchants must be told ahead."""

    code = "rulebook-too-soon"
    sentence = _(
        "Stores are told %(days)s days ahead: choose %(day)s or later, or write why it cannot wait in at least "
        "%(letters)s letters."
    )


class AlreadyAnnounced(Refusal):
    """One change at a time."""

    status = 409
    code = "rulebook-announced-already"
    sentence = _("The next version is announced already. Withdraw it first, then publish this one.")


class AlreadyInForce(Refusal):
    """What holds is not taken back."""

    status = 409
    code = "rulebook-in-force"
    sentence = _("This version has started and cannot be withdrawn. Publish the next one instead.")


@action("ranking.publish_rulebook")
def publish(
    *,
    by: Actor,
    book: Rulebook,
    starts_at: datetime | None = None,
    reason: str = "",
    expected: int | None = None,
) -> Edition:
    """Announce a rulebook from `starts_at` (aware; None: as soon as its notice allows) on. Needs market.merchants.

    The notice is that of the rulebook in force; with a `reason` it may start earlier. The very first may start at
    once. `expected` is the number of the edition the change was made from. Raises OutOfBounds, TooSoon,
    AlreadyAnnounced.
    """
    by.require(RIGHT)
    wrong = next(faults(book), None)
    if wrong:
        raise OutOfBounds(param=wrong)
    # Read first: whoever publishes in between takes this number, and both cannot have it.
    number = (Edition.objects.aggregate(last=Max("number"))["last"] or 0) + 1
    now, held = clock.now(), in_force()
    if announced() is not None or (expected is not None and held is not None and held.number != expected):
        raise AlreadyAnnounced()
    why = plain(reason, limit=300)
    earliest = now + timedelta(days=read("", held.body).notice_days) if held else now
    start = max(starts_at or earliest, now)
    if start < earliest and len(why) < REASON:
        raise TooSoon(
            TooSoon.sentence
            % {"days": (earliest - now).days, "day": earliest.date().isoformat(), "letters": REASON},
            param="starts_at",
        )
    row = _made(
        number=number,
        body=stored(book),
        starts_at=start,
        by_id=by.person_id,
        reason=why if start < earliest else "",
    )
    note(number=number, starts_at=start.isoformat(), reason=row.reason)
    announce(RulebookAnnounced(number=number, starts_at=start.isoformat(), ref=row.public_id))
    return row


def _made(**values: Any) -> Edition:
    """The edition. Raises AlreadyAnnounced when another was published at the same moment."""
    try:
        with transaction.atomic():
            return Edition.objects.create(**values)
    except IntegrityError as error:
        raise AlreadyAnnounced() from error


@action("ranking.withdraw_rulebook")
def withdraw(*, by: Actor, edition_id: str) -> None:
    """Take an announced rulebook back before it starts. Needs market.merchants. Raises NotFound, AlreadyInForce."""
    by.require(RIGHT)
    row = edition(edition_id)
    now = clock.now()
    if not Edition.objects.filter(pk=row.pk, withdrawn_at=None, starts_at__gt=now).update(withdrawn_at=now):
        raise AlreadyInForce()
    note(number=row.number)
    announce(RulebookWithdrawn(number=row.number, ref=row.public_id))
