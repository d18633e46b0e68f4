"""People apply for a trial, get a place by lot or by the store's choice, and report."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import IntegrityError
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from regulars.ground.bus.outbox import announce
from regulars.ground.kit import clock, throttle
from regulars.ground.kit.actions import action, note
from regulars.ground.kit.actors import Actor
from regulars.ground.kit.refusals import BadInput, NotFound, Refusal
from regulars.ground.kit.sanitize import plain
from regulars.ground.kit.texts import paragraphs
from regulars.people.merchants.models import Store
from regulars.trade.draws.actions.drawing import NotYet, reveal, winners
from regulars.trade.draws.actions.entering import ENTRIES, AlreadyIn, NotForYou, NotOpen, add_lot
from regulars.trade.draws.actions.places import NoPlaces, give_place
from regulars.trade.draws.actions.seeds import locked
from regulars.trade.draws.actions.taking import TooLate
from regulars.trade.draws.events import (
    LotteryDrawn,
    TrialApplied,
    TrialReportDue,
    TrialReported,
)
from regulars.trade.draws.models import Application, Trial
from regulars.trade.draws.queries.eligible import may_take_part
from regulars.trade.draws.queries.trials import (
    any_trial,
    application_of,
    applications_of,
    away_until,
    trial_for_shoppers,
    trial_of,
    trial_state,
    trials_due,
)
from regulars.trade.draws.rules.plans import CHOICE, ENTER


class SayWhy(BadInput):
    """An application says something about who applies; a choice has a reason."""

    code = "say-why"
    sentence = _("Write a sentence or two: why you would like to try this.")


class OwesReport(Refusal):
    """The person has not reported on an earlier trial of the store. `details`: until."""

    code = "owes-report"
    sentence = _("You owe this store a report on an earlier trial. Hand it in, and you can apply again.")


@action("draws.apply")
def apply(
    *, by: Actor, trial_id: str, words: str, answers: Sequence[str] = (), word: str = ""
) -> Application:
    """Apply for a trial; when lots decide, `word` goes into the draw.

    Raises LogInFirst, NotFound, NotOpen, NotForYou, OwesReport, SayWhy, AlreadyIn, TooManyTries.
    """
    person = by.require_person()
    throttle.take(f"draws:{person}", ENTRIES)
    row = trial_for_shoppers(trial_id)
    _may_apply(row, person)
    said = paragraphs(words, limit=600)
    if not said:
        raise SayWhy(param="words")
    given = [plain(one, limit=300) for one in answers][: len(row.questions)]
    lot = add_lot(row.draw, person, ENTER, word, about=row.public_id) if row.draw is not None else None
    try:
        made = Application.objects.create(trial=row, person_id=person, entry=lot, words=said, answers=given)
    except IntegrityError as error:
        raise AlreadyIn() from error
    announce(
        TrialApplied(
            trial=row.public_id,
            application=made.public_id,
            store_id=row.store_id,
            person_id=person,
            ref=row.public_id,
        )
    )
    return made


@action("draws.draw_trial")
def draw_trial(*, by: Actor, trial_id: str) -> Trial:
    """Give the places by lot, once, when applications are closed. Raises NotFound, NotYet, SeedLost."""
    row = any_trial(trial_id)
    draw = locked(row.draw)
    if draw is None or not trials_due(clock.now()).filter(pk=row.pk).exists():
        raise NotYet()
    reveal(draw)
    note(entries=draw.entries_count, digest=draw.head)
    found = winners(draw)
    chosen = {entry.pk: hit.piece for hit, entry in found}
    for one in applications_of(row):
        if one.entry_id in chosen:
            give_place(row, one, chosen[one.entry_id], "")
    applications_of(row).filter(state="applied").update(state="declined")
    announce(
        LotteryDrawn(
            about=row.public_id,
            digest=draw.head,
            entries=draw.entries_count,
            winners=len(found),
            store_id=row.store_id,
            ref=row.public_id,
        )
    )
    row.refresh_from_db()
    return row


@action("draws.choose")
def choose(*, by: Actor, store: Store, application_id: str, reason: str) -> Application:
    """The store gives somebody a place, with the reason. Raises NotFound, SayWhy, NoPlaces, TooLate."""
    by.require("offers", store.pk)
    row, one = _application(store, application_id)
    if row.way != CHOICE or trial_state(row) not in ("open", "choosing"):
        raise NoPlaces()
    why = plain(reason, limit=300)
    if not why:
        raise SayWhy(_("Say in a sentence why you choose this person."), param="reason")
    # The row is locked by the first UPDATE, so that the free piece is still free when it is given.
    if not Trial.objects.of(store).filter(pk=row.pk, given__lt=F("pieces")).update(given=F("given") + 1):
        raise NoPlaces()
    taken = set(applications_of(row).exclude(state="lapsed").values_list("piece", flat=True))
    piece = next(number for number in range(1, row.pieces + 1) if number not in taken)
    return give_place(row, one, piece, why, counted=True)


@action("draws.arrived", audit=False)
def arrived(*, by: Actor, group: str, at: datetime) -> None:
    """Goods on trial arrived: the report is due so many days later. Safe to repeat. System only."""
    if by.kind != "system":
        raise NotFound()
    rows = Application.objects.across_stores("the order names its trial").filter(ref=group, report_due=None)
    for one in rows.select_related("trial"):
        due = at + timedelta(days=one.trial.report_days)
        if rows.filter(pk=one.pk).update(report_due=due):
            _tell_due(one, due, reminds=False)


@action("draws.remind", audit=False)
def remind(*, by: Actor, application_pk: int) -> bool:
    """Say once more that a report is due. System only."""
    if by.kind != "system":
        raise NotFound()
    rows = Application.objects.across_stores("reports of all stores fall due").filter(
        pk=application_pk, reminded_at=None, reported_at=None
    )
    one = rows.select_related("trial").first()
    if one is None or not rows.update(reminded_at=clock.now()):
        return False
    _tell_due(one, one.report_due, reminds=True)
    return True


@action("draws.report", audit=False)
def report(*, by: Actor, application_id: str) -> Application:
    """Whoever tried it has reported; what they wrote is kept above. Raises LogInFirst, NotFound, TooLate."""
    one = application_of(by.require_person(), application_id)
    rows = Application.objects.of(one.trial.store_id).filter(
        pk=one.pk, state="ordered", report_due__isnull=False, reported_at=None
    )
    now = clock.now()
    if not rows.update(state="reported", reported_at=now):
        raise TooLate(_("A report is written once, when the goods have arrived."))
    one.state, one.reported_at = "reported", now
    announce(
        TrialReported(
            trial=one.trial.public_id,
            application=one.public_id,
            store_id=one.trial.store_id,
            person_id=one.person_id,
            ref=one.trial.public_id,
        )
    )
    return one


def _may_apply(row: Trial, person: int) -> None:
    if trial_state(row) != "open":
        raise NotOpen()
    if not may_take_part(row.store, row.who, row.tier, person):
        raise NotForYou()
    until = away_until(row.store_id, person)
    if until is not None:
        raise OwesReport(until=until.isoformat())
    if applications_of(row).filter(person_id=person).exists():
        raise AlreadyIn()


def _application(store: Store, application_id: str) -> tuple[Trial, Application]:
    rows = Application.objects.of(store).filter(public_id=application_id)
    one = rows.select_related("trial").first()
    if one is None:
        raise NotFound()
    return trial_of(store, one.trial.public_id), one


def _tell_due(one: Application, due: datetime, *, reminds: bool) -> None:
    announce(
        TrialReportDue(
            trial=one.trial.public_id,
            application=one.public_id,
            due_at=due.isoformat(),
            reminds=reminds,
            store_id=one.trial.store_id,
            person_id=one.person_id,
            ref=one.trial.public_id,
        )
    )
