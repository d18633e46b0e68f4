"""Points that a store gives as a present."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from regulars.ground.kit import clock
from regulars.ground.kit.actions import action
from regulars.ground.kit.actors import Actor
from regulars.ground.kit.refusals import NotFound, Refusal
from regulars.loyalty.members.actions.moving import earn
from regulars.loyalty.members.models import Member, Movement
from regulars.loyalty.members.queries.programmes import programme_of


class JoinFirst(Refusal):
    """Points are for members."""

    code = "join-first"
    sentence = _("Points are for members. Join on the store's page, then take them here.")


@action("members.give_points", audit=False)
def give_points(*, by: Actor, store_id: int, person_id: int, points: int, ref: str) -> list[Movement]:
    """Give a member points that no order brought; returns what moved, for the books. System only. Raises JoinFirst."""
    if by.kind != "system":
        raise NotFound()
    member = Member.objects.of(store_id).filter(person_id=person_id, left_at=None).first()
    running = programme_of(store_id) if member is not None else None
    if member is None or running is None:
        raise JoinFirst()
    return earn(member, running.rules, points, ref, clock.now())
