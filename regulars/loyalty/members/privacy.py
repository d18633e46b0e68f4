"""What programmes know of a member: since when, the birthday, the tier's orders, every point."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import QuerySet

from regulars.ground.kit.exports import CHUNK
from regulars.ground.kit.privacy import About, forgets, knows_nobody, tells
from regulars.loyalty.members.models import Lot, Member, Movement, ProgrammeVersion, Trade

knows_nobody("what a programme promised, and which staff changed it", ProgrammeVersion)


@tells(
    "memberships",
    "public_id store.name place joined_at left_at owed birth_month birth_day",
    Member,
)
def _memberships(about: About) -> Iterator[Member]:
    return _mine(about).select_related("store").order_by("pk").iterator(CHUNK)


@tells("orders_that_count", "member.store.name order_ref amount_minor currency at gone_at points", Trade)
def _trades(about: About) -> Iterator[Trade]:
    rows = Trade.objects.across_stores("one member's own").filter(member__in=_mine(about))
    return rows.select_related("member__store").order_by("pk").iterator(CHUNK)


@tells("points_in_hand", "member.store.name ref points left at ends_at", Lot)
def _lots(about: About) -> Iterator[Lot]:
    rows = Lot.objects.across_stores("one member's own").filter(member__in=_mine(about))
    return rows.select_related("member__store").order_by("pk").iterator(CHUNK)


@tells("points", "member.store.name kind ref points owed point_minor currency at", Movement)
def _movements(about: About) -> Iterator[Movement]:
    rows = Movement.objects.across_stores("one member's own").filter(member__in=_mine(about))
    return rows.select_related("member__store").order_by("pk").iterator(CHUNK)


@forgets("the membership is deleted with its points, which end in the books", Member, Trade, Lot, Movement)
def _forget_memberships(about: About) -> None:
    _mine(about).delete()


def _mine(about: About) -> QuerySet[Member]:
    rows = Member.objects.across_stores("one person's own memberships")
    return rows.filter(person_id=about.person_id, **about.at("store_id"))
