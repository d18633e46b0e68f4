"""Prizes set aside when a lottery is published, promised when they are won, handed over when they are taken."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from regulars.goods.catalog.actions.holding import hold_stock, release_held
from regulars.ground.bus.outbox import announce
from regulars.ground.kit.actors import SYSTEM, Actor
from regulars.loyalty.members.actions import give_points
from regulars.trade.draws.events import PrizeWon
from regulars.trade.draws.models import Entry, Lottery, Prize, Win
from regulars.trade.draws.rules.plans import COUPON, GOODS
from regulars.trade.offers.actions import free_aside, hand_over, set_aside
from regulars.trade.settlement.actions import record_points

# Longer than any promise made from what is held: whoever settles the lottery gives it back before.
BEYOND = timedelta(days=30)


def hold_ref(ref: str, piece: int) -> str:
    """Under which name a piece is held on the shelf for a prize or a trial (public id)."""
    return f"{ref}-{piece}"


def lay_by(by: Actor, ref: str, variant_id: int, pieces: Iterable[int], until: datetime) -> None:
    """Set pieces of a variant aside, each by itself. Raises SoldOut; nothing is held then."""
    for piece in pieces:
        hold_stock(by=by, ref=hold_ref(ref, piece), lines={variant_id: 1}, until=until + BEYOND)


def reserve(by: Actor, prize: Prize, until: datetime) -> None:
    """Set a prize aside with all its pieces. Raises SoldOut, AllTaken, NotClaimable, EndsBefore."""
    if prize.kind == GOODS and prize.variant_id is not None:
        lay_by(by, prize.public_id, prize.variant_id, range(1, prize.count + 1), until)
    elif prize.kind == COUPON and prize.offer is not None:
        set_aside(
            by=by, store=prize.lottery.store, offer=prize.offer.public_id, count=prize.count, until=until
        )


def promise(row: Lottery, prize: Prize, piece: int, entry: Entry, now: datetime, round: int = 1) -> Win:
    """A piece of a prize is an entry's, to be taken within the days that were published."""
    win = Win.objects.create(
        prize=prize,
        piece=piece,
        round=round,
        entry=entry,
        person_id=entry.person_id,
        won_at=now,
        take_until=now + timedelta(days=row.take_days),
    )
    announce(
        PrizeWon(
            lottery=row.public_id,
            win=win.public_id,
            take_until=win.take_until.isoformat(),
            store_id=row.store_id,
            person_id=entry.person_id,
            ref=row.public_id,
        )
    )
    return win


def deliver(win: Win, store_id: int, person: int) -> str:
    """Hand a coupon or points over; the reference of what was given. Raises NoMember for points."""
    prize = win.prize
    if prize.kind == COUPON and prize.offer is not None:
        return hand_over(by=SYSTEM, offer=prize.offer, person=person).public_id
    for moved in give_points(
        by=SYSTEM, store_id=store_id, person_id=person, points=prize.points, ref=win.public_id
    ):
        record_points(
            by=SYSTEM,
            key=moved.public_id,
            store_id=store_id,
            currency=moved.currency,
            amount_minor=moved.points * moved.point_minor,
            kind=moved.kind,
            ref=moved.ref,
            at=moved.at,
        )
    return win.public_id


def give_up(prize: Prize, piece: int) -> None:
    """A piece that nobody gets goes back to the shelf or the coupon's budget."""
    if prize.kind == GOODS:
        release_held(by=SYSTEM, ref=hold_ref(prize.public_id, piece))
    elif prize.kind == COUPON and prize.offer is not None:
        free_aside(by=SYSTEM, offer=prize.offer, count=1)
