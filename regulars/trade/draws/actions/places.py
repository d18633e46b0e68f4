"""Places in trials are given, and go on to the next when they are not ordered in time."""

from __future__ import annotations

from datetime import timedelta

from django.db import IntegrityError
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from regulars.goods.catalog.actions.holding import release_held
from regulars.ground.bus.outbox import announce
from regulars.ground.kit import clock
from regulars.ground.kit.actions import action
from regulars.ground.kit.actors import SYSTEM, Actor
from regulars.ground.kit.refusals import Busy, NotFound, Refusal
from regulars.trade.draws.actions.drawing import heir_of
from regulars.trade.draws.actions.giving import hold_ref
from regulars.trade.draws.actions.seeds import locked
from regulars.trade.draws.actions.taking import TooLate
from regulars.trade.draws.actions.trials import end_trial
from regulars.trade.draws.events import TrialGiven
from regulars.trade.draws.models import Application, Draw, Trial
from regulars.trade.draws.queries.trials import applications_of
from regulars.trade.draws.rules.plans import NEXT, not_taken


class NoPlaces(Refusal):
    """Every place is given."""

    status = 409
    code = "no-places"
    sentence = _("Every place of this trial is given.")


def give_place(row: Trial, one: Application, piece: int, why: str, *, counted: bool = False) -> Application:
    """A place is somebody's, to be ordered within the days that were published. Raises NoPlaces, TooLate, Busy.

    `counted`: the place is in the trial's count already.
    """
    if not counted:
        free = Trial.objects.of(row.store_id).filter(pk=row.pk, given__lt=F("pieces"))
        if not free.update(given=F("given") + 1):
            raise NoPlaces()
    now = clock.now()
    until = now + timedelta(days=row.take_days)
    rows = Application.objects.of(row.store_id).filter(pk=one.pk, state__in=("applied", "declined"))
    try:
        done = rows.update(state="given", piece=piece, given_at=now, take_until=until, reason=why)
    except IntegrityError as error:
        raise Busy() from error
    if not done:
        raise TooLate(_("This person has an answer already."))
    one.refresh_from_db()
    announce(
        TrialGiven(
            trial=row.public_id,
            application=one.public_id,
            take_until=until.isoformat(),
            store_id=row.store_id,
            person_id=one.person_id,
            ref=row.public_id,
        )
    )
    return one


@action("draws.lapse", audit=False)
def lapse(*, by: Actor, application_pk: int) -> bool:
    """A place was not ordered in time: by lot the next gets it; the store that chose may give it again. System only.

    What nobody gets goes back to the shelf.
    """
    if by.kind != "system":
        raise NotFound()
    late = Application.objects.across_stores("promises of all stores end by time").filter(
        pk=application_pk, state="given", take_until__lte=clock.now()
    )
    one = late.select_related("trial__draw", "entry").first()
    draw = locked(one.trial.draw) if one is not None else None
    if one is None or not late.update(state="lapsed"):
        return False
    row = one.trial
    follows = _pass_on(row, draw, one) if draw is not None and row.stopped_at is None else None
    if follows is not None and one.piece is not None:
        give_place(row, follows, one.piece, "", counted=True)
        return True
    Trial.objects.of(row.store_id).filter(pk=row.pk).update(given=F("given") - 1)
    if row.settled_at is not None or draw is not None:
        release_held(by=SYSTEM, ref=hold_ref(row.public_id, one.piece or 0))
    return True


@action("draws.settle_trial", audit=False)
def settle_trial(*, by: Actor, trial_pk: int) -> None:
    """Every place is decided: pieces that nobody got go back to the shelf. System only."""
    if by.kind != "system":
        raise NotFound()
    rows = Trial.objects.across_stores("trials of all stores end by time").filter(pk=trial_pk)
    end_trial(rows.get())


def _pass_on(row: Trial, draw: Draw, one: Application) -> Application | None:
    """Whose place it is now, by the drawn order and as often as was published. Whoever left the market is passed."""
    number = one.entry.number if one.entry is not None else 0
    found = None
    while number and found is None:
        round = 1 + sum(step[1] == one.piece for step in draw.passed)
        next_lot = heir_of(draw) if not_taken(row.way, round, row.rounds) == NEXT else None
        draw.passed = [*draw.passed, [row.public_id, one.piece, number, next_lot.number if next_lot else 0]]
        number = next_lot.number if next_lot else 0
        found = applications_of(row).filter(entry__number=number).first() if number else None
    Draw.objects.of(row.store_id).filter(pk=draw.pk).update(passed=draw.passed)
    return found
