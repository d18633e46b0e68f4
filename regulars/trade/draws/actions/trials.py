"""A trial is planned and published: which piece of goods, how many, how places are given, when the report is due."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from regulars.goods.catalog.actions.holding import release_held
from regulars.ground.bus.outbox import announce
from regulars.ground.kit import clock
from regulars.ground.kit.actions import action, note
from regulars.ground.kit.actors import SYSTEM, Actor
from regulars.ground.kit.sanitize import plain
from regulars.ground.kit.texts import paragraphs
from regulars.people.merchants.models import Store
from regulars.trade.draws.actions.giving import hold_ref, lay_by
from regulars.trade.draws.actions.lotteries import Fixed, LotteryIncomplete, tier_of, variant_of
from regulars.trade.draws.actions.publishing import CannotStop
from regulars.trade.draws.actions.seeds import begin_draw
from regulars.trade.draws.events import LotteryStopped, TrialPublished
from regulars.trade.draws.models import Trial
from regulars.trade.draws.queries.terms import trial_terms
from regulars.trade.draws.queries.trials import any_trial, applications_of, trial_of, trial_state
from regulars.trade.draws.rules.plans import (
    CHOOSING,
    LOT,
    MOST_PIECES,
    MOST_QUESTIONS,
    WHO,
    Times,
    wrong_times,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class TrialFields:
    """What a trial offers and asks. `variant`: public id; `questions`: at most three, in the store's words."""

    title: str
    variant: str
    pieces: int
    opens_at: datetime
    closes_at: datetime
    way: str = LOT
    title_zh: str = ""
    text: str = ""
    text_zh: str = ""
    questions: Sequence[str] = ()
    who: str = "everybody"
    tier: int | None = None
    take_days: int = 7
    rounds: int = 3
    report_days: int = 14
    away_days: int = 90


@action("draws.plan_trial")
def plan_trial(*, by: Actor, store: Store, fields: TrialFields, trial_id: str = "") -> Trial:
    """Keep a draft of a trial, new or changed. Raises NotFound, LotteryIncomplete, Fixed."""
    by.require("offers", store.pk)
    row = _draft(store, trial_id) if trial_id else Trial(store=store, created_by_id=by.person_id)
    row.title, row.title_zh = (plain(text, limit=80) for text in (fields.title, fields.title_zh))
    row.text, row.text_zh = (paragraphs(text, limit=600) for text in (fields.text, fields.text_zh))
    if not (row.title or row.title_zh):
        raise LotteryIncomplete(param="title")
    row.variant = variant_of(store, fields.variant)
    asked = [plain(one, limit=160) for one in fields.questions]
    row.questions = [one for one in asked if one][:MOST_QUESTIONS]
    _rules(row, fields)
    row.opens_at, row.closes_at = fields.opens_at, fields.closes_at
    if wrong_times(Times(row.opens_at, row.closes_at, row.closes_at), clock.now()):
        sentence = _("The end comes after the beginning, at most 90 days later.")
        raise LotteryIncomplete(sentence, param="closes_at")
    row.save()
    return row


@action("draws.publish_trial")
def publish_trial(*, by: Actor, store: Store, trial_id: str) -> Trial:
    """Set the pieces aside and take applications. Raises NotFound, Fixed, LotteryIncomplete, SoldOut."""
    by.require("offers", store.pk)
    row = _draft(store, trial_id)
    now = clock.now()
    if row.closes_at <= now:
        raise LotteryIncomplete(_("Its end is over. Change the times first."), param="closes_at")
    until = row.closes_at + timedelta(days=60 + row.take_days * row.rounds)
    lay_by(by, row.public_id, row.variant_id, range(1, row.pieces + 1), until)
    row.opens_at, row.published_at = max(row.opens_at, now), now
    row.draw = begin_draw(store, trial_terms(row)) if row.way == LOT else None
    row.save(update_fields=["opens_at", "published_at", "draw"])
    announce(
        TrialPublished(
            trial=row.public_id,
            pieces=row.pieces,
            closes_at=row.closes_at.isoformat(),
            store_id=store.pk,
            ref=row.public_id,
        )
    )
    return row


@action("draws.drop_trial")
def drop_trial(*, by: Actor, store: Store, trial_id: str) -> None:
    """Throw a draft away. Raises NotFound, Fixed."""
    by.require("offers", store.pk)
    row = _draft(store, trial_id)
    Trial.objects.of(store).filter(pk=row.pk).update(dropped_at=clock.now())


@action("draws.withdraw_trial")
def withdraw_trial(*, by: Actor, store: Store, trial_id: str) -> Trial:
    """Take a trial back that nobody has applied for. Raises NotFound, CannotStop."""
    by.require("offers", store.pk)
    row = trial_of(store, trial_id)
    if applications_of(row).exists():
        raise CannotStop()
    return _stop(row, str(_("Taken back before anybody applied.")))


@action("draws.stop_trial")
def stop_trial(*, by: Actor, trial_id: str, reason: str) -> Trial:
    """The market stops a trial; places given stay. Raises NotFound, LotteryIncomplete, CannotStop."""
    by.require("market.offers")
    said = plain(reason, limit=300)
    if not said:
        raise LotteryIncomplete(_("Give the reason: everybody who entered reads it."), param="reason")
    note(reason=said)
    return _stop(any_trial(trial_id), said)


@action("draws.close_trial")
def close_trial(*, by: Actor, store: Store, trial_id: str) -> Trial:
    """The store gives no more places: pieces left go back to the shelf. Raises NotFound, CannotStop."""
    by.require("offers", store.pk)
    row = trial_of(store, trial_id)
    if trial_state(row) != "choosing" or row.draw is not None:
        raise CannotStop(_("Places can be left empty once applications are closed."))
    return end_trial(row)


def end_trial(row: Trial) -> Trial:
    """The trial is over: pieces that nobody got go back to the shelf."""
    row.settled_at = clock.now()
    if Trial.objects.of(row.store_id).filter(pk=row.pk, settled_at=None).update(settled_at=row.settled_at):
        free_places(row)
    return row


def free_places(row: Trial) -> None:
    """Pieces promised to nobody go back to the shelf."""
    promised = set(applications_of(row).exclude(state="lapsed").values_list("piece", flat=True))
    for piece in range(1, row.pieces + 1):
        if piece not in promised:
            release_held(by=SYSTEM, ref=hold_ref(row.public_id, piece))


def _stop(row: Trial, reason: str) -> Trial:
    now = clock.now()
    running = Trial.objects.of(row.store_id).filter(
        pk=row.pk, stopped_at=None, settled_at=None, published_at__isnull=False
    )
    if not running.update(stopped_at=now, stopped_why=reason, settled_at=now):
        raise CannotStop(_("This is over already."))
    row.stopped_at, row.stopped_why = now, reason
    free_places(row)
    announce(LotteryStopped(about=row.public_id, reason=reason, store_id=row.store_id, ref=row.public_id))
    return row


def _draft(store: Store, trial_id: str) -> Trial:
    row = trial_of(store, trial_id)
    if row.published_at is not None:
        raise Fixed()
    return row


def _rules(row: Trial, fields: TrialFields) -> None:
    if fields.way not in CHOOSING:
        raise LotteryIncomplete(_("Choose how places are given."), param="way")
    if fields.who not in WHO:
        raise LotteryIncomplete(_("Choose who may apply."), param="who")
    if not 1 <= fields.pieces <= MOST_PIECES:
        raise LotteryIncomplete(_("Give from 1 to 500 pieces."), param="pieces")
    for name, low, high in (("take_days", 1, 60), ("report_days", 1, 90), ("away_days", 0, 365)):
        if not low <= getattr(fields, name) <= high:
            raise LotteryIncomplete(
                _("Choose from %(low)s to %(high)s days.") % {"low": low, "high": high}, param=name
            )
        setattr(row, name, getattr(fields, name))
    if not 1 <= fields.rounds <= 5:
        raise LotteryIncomplete(_("Choose from 1 to 5."), param="rounds")
    row.way, row.who, row.pieces = fields.way, fields.who, fields.pieces
    row.rounds, row.tier = fields.rounds, tier_of(row.store, fields.who, fields.tier)
