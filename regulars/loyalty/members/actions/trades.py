"""Orders that completed, and what went back of them: tiers follow, points come and go."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from regulars.ground.bus.outbox import announce
from regulars.ground.kit import clock
from regulars.ground.kit.actions import action
from regulars.ground.kit.actors import Actor
from regulars.loyalty.members.actions.moving import earn, take_back
from regulars.loyalty.members.events import MemberTierChanged
from regulars.loyalty.members.models import Member, Movement, Trade
from regulars.loyalty.members.queries.programmes import Running, programme_of, rules_of
from regulars.loyalty.members.queries.standings import standing_of
from regulars.loyalty.members.rules import earned, place


@dataclass(frozen=True, slots=True)
class Done:
    """An order somebody completed: what is left of it after refunds, in minor units."""

    order_ref: str
    amount_minor: int
    currency: str
    at: datetime
    whole_back: bool = False


@action("members.record_trade", audit=False)
def record_trade(*, by: Actor, store_id: int, person_id: int, done: Done) -> list[Movement]:
    """An order of the store completed: it counts for the member's tier and earns points. Once per order.

    Returns the points that moved; none when the person is no member.
    """
    member = Member.objects.of(store_id).filter(person_id=person_id, left_at=None).first()
    running = programme_of(store_id) if member is not None else None
    if member is None or running is None:
        return []
    if Trade.objects.of(store_id).filter(member=member, order_ref=done.order_ref).exists():
        return []
    before = _tier(member, running)
    earns = running.open and done.currency == running.rules.currency
    points = earned(running.rules, done.amount_minor) if earns else 0
    Trade.objects.create(
        member=member,
        order_ref=done.order_ref,
        amount_minor=done.amount_minor,
        currency=done.currency,
        at=done.at,
        version=running.row.version if earns else 0,
        points=points,
    )
    _tell_tier(member, running, before)
    return earn(member, running.rules, points, done.order_ref, done.at)


@action("members.change_trade", audit=False)
def change_trade(
    *, by: Actor, store_id: int, person_id: int, order_ref: str, amount_minor: int, whole_back: bool
) -> list[Movement]:
    """Money of a completed order went back: `amount_minor` is what is left of it.

    The tier follows, and points it should not have earned go. Returns the points that moved.
    """
    rows = Trade.objects.of(store_id).filter(member__person_id=person_id, order_ref=order_ref)
    trade = rows.select_related("member").first()
    running = programme_of(store_id) if trade is not None else None
    if trade is None or running is None:
        return []
    before = _tier(trade.member, running)
    kept = earned(rules_of(store_id, trade.version), amount_minor) if trade.version else 0
    gone = max(0, trade.points - kept)
    rows.update(
        amount_minor=amount_minor,
        gone_at=clock.now() if whole_back else None,
        points=trade.points - gone,
    )
    _tell_tier(trade.member, running, before)
    return take_back(trade.member, running.rules, gone, order_ref)


def keep_trades(member: Member, trades: Iterable[Done]) -> None:
    """Keep orders completed before joining; those known already stay as they are."""
    rows = [
        Trade(
            member=member,
            order_ref=done.order_ref,
            amount_minor=done.amount_minor,
            currency=done.currency,
            at=done.at,
            gone_at=done.at if done.whole_back else None,
        )
        for done in trades
    ]
    Trade.objects.bulk_create(rows, ignore_conflicts=True)


def _tier(member: Member, running: Running) -> str:
    return place(running.rules, standing_of(member, running.rules, clock.now())).tier.name


def _tell_tier(member: Member, running: Running, before: str) -> None:
    after = _tier(member, running)
    if after != before:
        announce(
            MemberTierChanged(
                member=member.public_id,
                before=before,
                after=after,
                store_id=member.store_id,
                person_id=member.person_id,
            )
        )
