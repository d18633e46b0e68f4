"""Duties are done one after the other, each by the side whose turn it is."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from regulars.goods.media.pipeline import Rebuilt
from regulars.ground.bus.outbox import announce
from regulars.ground.kit import clock
from regulars.ground.kit.actions import action, note
from regulars.ground.kit.actors import Actor
from regulars.ground.kit.refusals import BadInput
from regulars.trade.agreements.actions.crediting import post_credits
from regulars.trade.agreements.actions.turning import NotYourTurn, about, claim, happen
from regulars.trade.agreements.events import MilestoneDone
from regulars.trade.agreements.models import Agreement, Duty
from regulars.trade.agreements.queries.finding import own
from regulars.trade.agreements.queries.standing import now_of
from regulars.trade.agreements.rules import Side, Standing

BY_HAND = ("measure", "design", "proof", "approve", "make")
SHOWN = ("measure", "proof")


class ProofMissing(BadInput):
    """Something must be shown or written."""

    code = "proof-missing"
    sentence = _("Write what was done, or add a photo: the other side relies on it.")


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
    post_credits(by, row)
    done(by, row, standing, side, text=text, photos=photos)
    return row


@action("agreements.refuse_proof")
def refuse_proof(*, by: Actor, agreement_id: str, key: str, why: str) -> Agreement:
    """The proof is not what was agreed: the store makes another one. Days the answer was late stay counted.

    Raises NotYourTurn, MovedOn, BadInput for an empty reason.
    """
    row, side = own(by, agreement_id)
    standing = _turn(row, side, key, ("approve",))
    if not why.strip():
        raise BadInput(_("Say what should be different; the store reads it."), param="why")
    proof = _before(row, key)
    claim(row, "refuse_proof", side)
    duties = Duty.objects.of(row.store_id).filter(agreement=row)
    carried = duties.get(key=key).carried_days + standing.late_days
    duties.filter(key=key).update(carried_days=carried)
    duties.filter(key=proof).update(done_at=None)
    happen(row, "proof-refused", side, by, text=why, key=proof)
    return row


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


def _before(row: Agreement, key: str) -> str:
    terms = now_of(row).terms
    keys = [one.key for one in terms.milestones] if terms else []
    return keys[keys.index(key) - 1]
