"""Points are used for an order, come back from it, and expire."""

from __future__ import annotations

from django.db.models import Sum
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from regulars.ground.kit import clock
from regulars.ground.kit.actions import action
from regulars.ground.kit.actors import Actor
from regulars.ground.kit.refusals import Refusal
from regulars.loyalty.members.actions.moving import earn, locked, record, spend
from regulars.loyalty.members.models import Lot, Member, Movement
from regulars.loyalty.members.queries.programmes import programme_of
from regulars.loyalty.members.rules import TooFewPoints, due_back


class PointsGone(Refusal):
    """The points were used elsewhere or have expired."""

    status = 409
    code = "points-gone"
    sentence = _(
        "Some of your points were used or expired a moment ago. Look at the new total and order again."
    )


@action("members.use_points", audit=False)
def use_points(
    *, by: Actor, store_id: int, person_id: int, order_ref: str, amount_minor: int
) -> list[Movement]:
    """Use points worth exactly `amount_minor` for an order. Returns what moved. Raises PointsGone."""
    member = Member.objects.of(store_id).filter(person_id=person_id, left_at=None).first()
    running = programme_of(store_id)
    if member is None or running is None:
        raise PointsGone()
    points, rest = divmod(amount_minor, running.rules.point_minor)
    if rest:
        raise PointsGone()
    try:
        return spend(member, running.rules, points, order_ref)
    except TooFewPoints as error:
        raise PointsGone() from error


@action("members.return_points", audit=False)
def return_points(
    *, by: Actor, store_id: int, person_id: int, order_ref: str, kept_minor: int = 0
) -> list[Movement]:
    """Give back points that an order used, but for those that still pay `kept_minor` of it.

    They are valid for the full time again. Returns what moved.
    """
    member = Member.objects.of(store_id).filter(person_id=person_id).first()
    running = programme_of(store_id)
    if member is None or running is None:
        return []
    row = locked(member)
    outstanding = -_moved(row, order_ref, "used") - _moved(row, order_ref, "returned")
    back = due_back(outstanding, kept_minor, running.rules.point_minor)
    return earn(row, running.rules, back, order_ref, clock.now(), kind="returned")


def _moved(member: Member, ref: str, kind: str) -> int:
    """Points of a kind moved for `ref`, those included that paid what was owed."""
    rows = Movement.objects.of(member.store_id).filter(member=member, ref=ref, kind=kind)
    sums = rows.aggregate(points=Coalesce(Sum("points"), 0), owed=Coalesce(Sum("owed"), 0))
    return int(sums["points"] - sums["owed"])


@action("members.expire_points", audit=False)
def expire_points(*, by: Actor, lot_pk: int) -> list[Movement]:
    """Clear a lot away whose time is over. Returns what moved; nothing when it is empty or lives on."""
    rows = Lot.objects.across_stores("points of all stores end by time").filter(
        pk=lot_pk, left__gt=0, ends_at__lte=clock.now()
    )
    lot = rows.select_related("member").first()
    running = programme_of(lot.member.store_id) if lot is not None else None
    if lot is None or running is None:
        return []
    member = locked(lot.member)
    lot.refresh_from_db(fields=["left"])
    if not lot.left:
        return []
    points, lot.left = lot.left, 0
    lot.save(update_fields=["left"])
    return [record(member, running.rules, "expired", lot.ref, -points)]


@action("members.end_points", audit=False)
def end_points(*, by: Actor, member_pk: int) -> list[Movement]:
    """Every point a member has left ends now, because the membership is about to be forgotten. Returns what moved."""
    rows = Member.objects.across_stores("the member who is forgotten").filter(pk=member_pk)
    member = rows.select_for_update().first()
    running = programme_of(member.store_id) if member is not None else None
    if member is None or running is None:
        return []
    moved = []
    for lot in Lot.objects.of(member.store_id).filter(member=member, left__gt=0).order_by("pk"):
        points, lot.left = lot.left, 0
        lot.save(update_fields=["left"])
        moved.append(record(member, running.rules, "expired", lot.ref, -points))
    return moved
