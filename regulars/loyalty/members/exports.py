"""What a store takes along of its members: the rules they were promised, who they are, every point."""

from __future__ import annotations

from collections.abc import Iterator

from regulars.ground.kit.exports import CHUNK, goes_along
from regulars.loyalty.members.models import Lot, Member, Movement, Programme, ProgrammeVersion, Trade
from regulars.people.merchants.models import Store


@goes_along(
    "member_rules",
    "programme.public_id version rules at programme.closed_at",
    Programme,
    ProgrammeVersion,
)
def _rules(store: Store) -> Iterator[ProgrammeVersion]:
    rows = ProgrammeVersion.objects.of(store).select_related("programme")
    return rows.order_by("pk").iterator(CHUNK)


@goes_along("members", "public_id person.public_id person.name place joined_at left_at owed", Member)
def _members(store: Store) -> Iterator[Member]:
    return Member.objects.of(store).select_related("person").order_by("pk").iterator(CHUNK)


@goes_along(
    "member_trades", "member.public_id order_ref amount_minor currency at gone_at version points", Trade
)
def _trades(store: Store) -> Iterator[Trade]:
    return Trade.objects.of(store).select_related("member").order_by("pk").iterator(CHUNK)


@goes_along("point_lots", "member.public_id ref points left at ends_at", Lot)
def _lots(store: Store) -> Iterator[Lot]:
    return Lot.objects.of(store).select_related("member").order_by("pk").iterator(CHUNK)


@goes_along(
    "point_movements", "public_id member.public_id kind ref points owed point_minor currency at", Movement
)
def _movements(store: Store) -> Iterator[Movement]:
    return Movement.objects.of(store).select_related("member").order_by("pk").iterator(CHUNK)
