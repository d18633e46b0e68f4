"""Goods that were won or are to be tried are ordered by the check-out everybody knows, at a price of nothing."""

from __future__ import annotations

from regulars.goods.catalog.actions import move_held
from regulars.goods.catalog.models import Variant
from regulars.ground.kit import clock
from regulars.ground.kit.actors import Actor
from regulars.ground.kit.refusals import NotFound
from regulars.trade.draws.actions.giving import BEYOND, hold_ref
from regulars.trade.draws.actions.taking import TooLate, mark_ended, mark_ordered, mark_paid
from regulars.trade.draws.models import Application, Win
from regulars.trade.draws.queries.lotteries import win_of
from regulars.trade.draws.queries.terms import last_day
from regulars.trade.draws.queries.trials import application_of
from regulars.trade.draws.rules.plans import GOODS
from regulars.trade.orders.rules import Grant
from regulars.trade.orders.rules.granting import grants

PRIZE, TRIAL = "prize", "trial"


def prize_grants(by: Actor, ref: str) -> list[Grant]:
    """What somebody won, for the check-out. Raises LogInFirst, NotFound, TooLate."""
    win = win_of(by.require_person(), ref)
    if win.prize.kind != GOODS or win.prize.variant is None:
        raise NotFound()
    if win.state != "open" or win.take_until <= clock.now():
        raise TooLate()
    return [_free(PRIZE, win.public_id, win.prize.variant, hold_ref(win.prize.public_id, win.piece))]


def trial_grants(by: Actor, ref: str) -> list[Grant]:
    """What somebody is to try, for the check-out. Raises LogInFirst, NotFound, TooLate."""
    one = application_of(by.require_person(), ref)
    if one.state != "given" or one.take_until is None or one.take_until <= clock.now() or one.piece is None:
        raise TooLate()
    return [_free(TRIAL, one.public_id, one.trial.variant, hold_ref(one.trial.public_id, one.piece))]


def prize_ordered(by: Actor, ref: str, group: str) -> None:
    """A prize stands in an order now. Raises NotFound, TooLate."""
    mark_ordered(win_of(by.require_person(), ref), group)


def prize_paid(_by: Actor, ref: str, group: str) -> None:
    """The order of a prize is complete."""
    mark_paid(ref, group)


def prize_ended(by: Actor, ref: str, group: str) -> None:
    """The order of a prize came to nothing: the piece is set aside again."""
    win: Win = mark_ended(ref, group)
    prize = win.prize
    if prize.variant_id is not None:
        until = last_day(prize.lottery) + BEYOND
        to = hold_ref(prize.public_id, win.piece)
        move_held(by=by, ref=group, to=to, lines={prize.variant_id: 1}, until=until)


def trial_ordered(by: Actor, ref: str, group: str) -> None:
    """A place in a trial stands in an order now. Raises NotFound, TooLate."""
    one = application_of(by.require_person(), ref)
    rows = Application.objects.of(one.trial.store_id).filter(
        pk=one.pk, state="given", take_until__gt=clock.now()
    )
    if not rows.update(state="ordered", ref=group):
        raise TooLate()


def trial_ended(by: Actor, ref: str, group: str) -> None:
    """The order of a trial came to nothing: the place waits again, and the piece is set aside again."""
    rows = Application.objects.across_stores("the order names the place").filter(public_id=ref, ref=group)
    one = rows.select_related("trial").first()
    if one is None or one.piece is None or not rows.filter(state="ordered").update(state="given", ref=""):
        return
    to, until = hold_ref(one.trial.public_id, one.piece), (one.take_until or clock.now()) + BEYOND
    move_held(by=by, ref=group, to=to, lines={one.trial.variant_id: 1}, until=until)


def _free(kind: str, ref: str, variant: Variant, held: str) -> Grant:
    return Grant(
        kind=kind,
        ref=ref,
        variant=variant.public_id,
        quantity=1,
        unit_minor=0,
        alone=True,
        stock="held",
        held_ref=held,
    )


grants.register(
    PRIZE,
    prefix="win",
    grants_of=prize_grants,
    on_placed=prize_ordered,
    on_paid=prize_paid,
    on_ended=prize_ended,
)
grants.register(TRIAL, prefix="tap", grants_of=trial_grants, on_placed=trial_ordered, on_ended=trial_ended)
