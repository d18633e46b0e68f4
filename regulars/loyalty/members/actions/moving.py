"""Points move between lots; each movement is on record, and comes back to the caller for the books."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import F

from regulars.ground.bus.outbox import announce
from regulars.ground.kit import clock
from regulars.loyalty.members.events import PointsMoved
from regulars.loyalty.members.models import Lot, Member, Movement
from regulars.loyalty.members.queries.purses import lots_of
from regulars.loyalty.members.rules import Rules, TooFewPoints, alive, in_turn, settle, take


def locked(member: Member) -> Member:
    """The member while nobody else moves its points."""
    return Member.objects.of(member.store_id).select_for_update().get(pk=member.pk)


def earn(
    member: Member, rules: Rules, points: int, ref: str, at: datetime, kind: str = "earned"
) -> list[Movement]:
    """Points come in, with their full time to live; what is owed is paid first."""
    if not points:
        return []
    row = locked(member)
    paid, kept = settle(points, row.owed)
    if paid:
        Member.objects.of(row.store_id).filter(pk=row.pk).update(owed=F("owed") - paid)
    if kept:
        ends_at = at + timedelta(days=rules.expiry_days) if rules.expiry_days else None
        Lot.objects.create(member=row, ref=ref, points=kept, left=kept, at=at, ends_at=ends_at)
    return [record(row, rules, kind, ref, kept, owed=-paid)]


def take_back(member: Member, rules: Rules, points: int, ref: str) -> list[Movement]:
    """Points that should not have been earned go: first those of `ref`, then others; what is missing is owed."""
    if not points:
        return []
    row = locked(member)
    lots = in_turn(alive(lots_of(row), clock.now()))
    own = set(Lot.objects.of(row.store_id).filter(member=row, ref=ref).values_list("pk", flat=True))
    there = min(points, sum(lot.points for lot in lots))
    left = there
    for lot in sorted(lots, key=lambda each: each.key not in own):
        part = min(lot.points, left)
        if part:
            _lower(row, lot.key, part)
            left -= part
    missing = points - there
    if missing:
        Member.objects.of(row.store_id).filter(pk=row.pk).update(owed=F("owed") + missing)
    return [record(row, rules, "taken_back", ref, -there, owed=missing)]


def spend(member: Member, rules: Rules, points: int, ref: str) -> list[Movement]:
    """Exactly `points` go for `ref`, those that end first. Raises TooFewPoints."""
    row = locked(member)
    for part in take(alive(lots_of(row), clock.now()), points):
        _lower(row, part.key, part.points)
    return [record(row, rules, "used", ref, -points)]


def _lower(member: Member, lot: int, points: int) -> None:
    rows = Lot.objects.of(member.store_id).filter(pk=lot, left__gte=points)
    if not rows.update(left=F("left") - points):
        raise TooFewPoints(f"lot {lot} holds less than {points}")


def record(member: Member, rules: Rules, kind: str, ref: str, points: int, owed: int = 0) -> Movement:
    """Put a movement on record and tell of it."""
    row = Movement.objects.create(
        member=member,
        kind=kind,
        ref=ref,
        points=points,
        owed=owed,
        point_minor=rules.point_minor,
        currency=rules.currency,
    )
    announce(
        PointsMoved(
            member=member.public_id,
            kind=kind,
            points=points,
            about=ref,
            store_id=member.store_id,
            person_id=member.person_id,
        )
    )
    return row
