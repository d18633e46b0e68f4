"""The market says whether a proof is as agreed, and the agreement goes on."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from regulars.ground.bus.outbox import announce
from regulars.ground.kit import clock
from regulars.ground.kit.actions import action, note
from regulars.ground.kit.actors import SYSTEM, Actor
from regulars.ground.kit.refusals import BadInput
from regulars.trade.agreements import rules
from regulars.trade.agreements.actions.crediting import post_credits
from regulars.trade.agreements.actions.ending import skip_days
from regulars.trade.agreements.actions.turning import MovedOn, about, happen, take
from regulars.trade.agreements.events import AgreementMoved
from regulars.trade.agreements.models import Agreement, Credit, Duty
from regulars.trade.agreements.queries.finding import disputed_agreement
from regulars.trade.agreements.queries.standing import day_of, now_of, today
from regulars.trade.agreements.rules.states import DISPUTED, SIGNED


@action("agreements.decide_proof")
def decide_proof(*, by: Actor, agreement_id: str, stands: bool, why: str) -> Agreement:
    """The market holds the proof against the signed text: it stands and counts as approved, or another is made.

    When it stands, the days since it was first shown count for nobody, so that no refusal made the store late;
    otherwise only the days on which it lay with the shopper or the market do. Needs market.orders.
    Raises MovedOn when no proof is in question, BadInput.
    """
    by.require("market.orders")
    row = disputed_agreement(by=by, public_id=agreement_id)
    if not why.strip():
        raise BadInput(_("Give the reason; both sides read it."), param="why")
    if row.state != DISPUTED or not in_question(row):
        raise MovedOn(state=row.state)
    proof, now = now_of(row).proof, clock.now()
    keys = [one.milestone.key for one in now_of(row).standing]
    take(row, SIGNED)
    duties = Duty.objects.of(row.store_id).filter(agreement=row)
    if stands:
        _approved(duties.get(key=proof), duties.get(key=keys[keys.index(proof) + 1]), now)
        Credit.objects.of(row.store_id).filter(agreement=row, way="balance").delete()
        post_credits(SYSTEM, row)
    else:
        _made_anew(row, duties.get(key=proof))
    note(stands=stands)
    happen(row, "proof-stands" if stands else "proof-again", "market", by, text=why, key=proof)
    announce(AgreementMoved(state=SIGNED, side="market", **about(row)))
    return row


def in_question(row: Agreement) -> bool:
    """Whether what the market has before it is a proof that was shown."""
    now = now_of(row)
    duty = now.duties.get(now.proof)
    return duty is not None and (duty.shown_at is not None or duty.done_at is not None)


def _approved(proof: Duty, approval: Duty, now: datetime) -> None:
    first = proof.shown_at or proof.done_at
    proof.carried_days = max(proof.carried_days, rules.lay_days(day_of(first), today()))
    proof.done_at = proof.done_at or now
    proof.save(update_fields=["carried_days", "done_at"])
    approval.done_at = now
    approval.save(update_fields=["done_at"])


def _made_anew(row: Agreement, proof: Duty) -> None:
    if proof.done_at is None:
        skip_days(row)
        return
    proof.carried_days += rules.lay_days(day_of(proof.done_at), today())
    proof.shown_at, proof.done_at = proof.shown_at or proof.done_at, None
    proof.told_due = proof.told_late = None
    proof.save(update_fields=["carried_days", "shown_at", "done_at", "told_due", "told_late"])
