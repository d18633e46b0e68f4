"""Duties are done one after the other, each by the side whose turn it is."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from regulars.goods.media.pipeline import Rebuilt
from regulars.ground.bus.outbox import announce
from regulars.ground.kit import clock
from regulars.ground.kit.actions import action, note
from regulars.ground.kit.actors import Actor
from regulars.ground.kit.refusals import BadInput, Refusal
from regulars.trade.agreements import rules
from regulars.trade.agreements.actions.crediting import post_credits
from regulars.trade.agreements.actions.silence import write_silence
from regulars.trade.agreements.actions.turning import NotYourTurn, about, claim, happen
from regulars.trade.agreements.events import MilestoneDone, ProofRefused
from regulars.trade.agreements.models import Agreement, Duty
from regulars.trade.agreements.queries.finding import own
from regulars.trade.agreements.queries.standing import day_of, now_of, today
from regulars.trade.agreements.rules import Side, Standing

BY_HAND = ("measure", "design", "proof", "approve", "make")
SHOWN = ("measure", "proof")


class ProofMissing(BadInput):
    """Something must be shown or written."""

    code = "proof-missing"
    sentence = _("Write what was done, or add a photo: the other side relies on it.")


class PointMissing(BadInput):
    """A refusal names what of the signed text the proof is not like."""

    code = "point-missing"
    sentence = _("Choose the line of the signed text that the proof is not like. Anything else is a change.")


class AnsweredBySilence(Refusal):
    """The days to answer the proof are over."""

    status = 409
    code = "approved-by-silence"
    sentence = _("The days to answer are over, so the proof counts as approved. Propose a change instead.")


@action("agreements.do")
def do(
    *, by: Actor, agreement_id: str, key: str, text: str = "", photos: Sequence[Rebuilt] = ()
) -> Agreement:
    """Do one's own duty, with words and photos as proof. Raises NotYourTurn, MovedOn, ProofMissing, TooManyPhotos."""
    row, side = own(by, agreement_id)
    standing = _turn(row, side, key, BY_HAND)
    if standing.milestone.kind in SHOWN and not text.strip() and not photos:
        raise ProofMissing(param="text")
    claim(row, "do", side)
    write_silence(by, row)
    post_credits(by, row)
    done(by, row, standing, side, text=text, photos=photos)
    return row


@action("agreements.refuse_proof")
def refuse_proof(*, by: Actor, agreement_id: str, key: str, point: str, why: str) -> Agreement:
    """The proof is not like a line of the signed text: the store makes another one.

    `point` is the line's key in `rules.points`. The days that the proof lay with the shopper count for nobody.
    Raises NotYourTurn, AnsweredBySilence, MovedOn, PointMissing, BadInput for an empty reason.
    """
    row, side = own(by, agreement_id)
    _in_time(row, key)
    _turn(row, side, key, ("approve",))
    terms = now_of(row).terms
    line = rules.points(terms).get(point) if terms else None
    if line is None:
        raise PointMissing(param="point")
    if not why.strip():
        raise BadInput(_("Say what should be different; the store reads it."), param="why")
    proof = now_of(row).proof
    claim(row, "refuse_proof", side)
    _give_back(row, proof)
    happen(row, "proof-refused", side, by, text=f"“{line}”\n{why}", key=proof)
    announce(ProofRefused(milestone=proof, times=now_of(row).refusals, **about(row)))
    return row


def _give_back(row: Agreement, proof: str) -> None:
    duties = Duty.objects.of(row.store_id).filter(agreement=row, key=proof)
    one = duties.get()
    lay = rules.lay_days(day_of(one.done_at), today())
    duties.update(
        done_at=None,
        carried_days=F("carried_days") + lay,
        refused=F("refused") + 1,
        shown_at=one.shown_at or one.done_at,
        told_due=None,
        told_late=None,
    )


def _in_time(row: Agreement, key: str) -> None:
    for one in now_of(row).standing:
        if one.milestone.key == key and one.milestone.kind == "approve" and one.done is not None:
            raise AnsweredBySilence()


def done(
    by: Actor,
    row: Agreement,
    standing: Standing,
    side: Side,
    *,
    text: str = "",
    photos: Sequence[Rebuilt] = (),
    amount_minor: int | None = None,
) -> None:
    """Write a duty down as done, inside an action that has claimed the agreement."""
    one = standing.milestone
    rows = Duty.objects.of(row.store_id).filter(agreement=row, key=one.key, done_at=None)
    if not rows.update(done_at=clock.now()):
        raise NotYourTurn()
    note(milestone=one.kind)
    happen(row, "done", side, by, text=text, key=one.key, amount_minor=amount_minor, photos=photos)
    announce(
        MilestoneDone(milestone=one.key, kind=one.kind, side=side, late_days=standing.late_days, **about(row))
    )


def _turn(row: Agreement, side: Side, key: str, kinds: Sequence[str]) -> Standing:
    """The duty that is next, when it is this one and this side's. Raises NotYourTurn."""
    turn = now_of(row).turn
    if turn is None or turn.milestone.key != key or turn.milestone.who != side:
        raise NotYourTurn()
    if turn.milestone.kind not in kinds:
        raise NotYourTurn()
    return turn
