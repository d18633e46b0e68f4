"""What the store does with a claim: answer, receive, have it done. And what the market decides."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from django.db.models import F

from regulars.goods.media.actions import keep_private
from regulars.goods.media.pipeline import Rebuilt
from regulars.goods.media.rules import Owner
from regulars.ground.kit import clock
from regulars.ground.kit.actions import action, note
from regulars.ground.kit.actors import Actor
from regulars.ground.kit.refusals import BadInput
from regulars.ground.kit.sanitize import plain
from regulars.people.merchants.models import Store
from regulars.trade.services.actions.claiming import MOST_PICTURES, uncount
from regulars.trade.services.actions.refusals import ClaimMovedOn, SayWhat, TooManyPictures
from regulars.trade.services.actions.steps import move
from regulars.trade.services.models import Contract, ServiceClaim
from regulars.trade.services.queries.claims import RESULT, any_claim, store_claim
from regulars.trade.services.rules import OUTCOMES


@action("services.accept_claim")
def accept_claim(*, by: Actor, store: Store, claim: str, answer: str = "") -> ServiceClaim:
    """The store will do it, within its days. Needs orders. Raises ClaimMovedOn, NotFound."""
    by.require("orders", store.pk)
    row, words = store_claim(store, claim), plain(answer, limit=500)
    if row.state != "asked":
        raise ClaimMovedOn(state=row.state)
    move(row, "accepted", by, note=words, answer=words, answered_at=clock.now(), fulfil_by=_fulfil_by(row))
    return row


def _fulfil_by(row: ServiceClaim) -> object:
    return clock.now() + timedelta(days=row.contract.version.definition.fulfil_days)


@action("services.refuse_claim")
def refuse_claim(*, by: Actor, store: Store, claim: str, answer: str) -> ServiceClaim:
    """The terms do not cover it, and why; the claim does not count. Needs orders. Raises SayWhat, ClaimMovedOn."""
    by.require("orders", store.pk)
    row, words = store_claim(store, claim), plain(answer, limit=500)
    if not words:
        raise SayWhat(param="answer")
    move(row, "refused", by, note=words, answer=words, answered_at=clock.now(), counted=False)
    uncount(row)
    return row


@action("services.receive_claim")
def receive_claim(*, by: Actor, store: Store, claim: str) -> ServiceClaim:
    """The goods are here, or somebody was there: work begins. Needs orders. Raises ClaimMovedOn."""
    by.require("orders", store.pk)
    row = store_claim(store, claim)
    move(row, "received", by)
    return row


@action("services.finish_claim")
def finish_claim(
    *, by: Actor, store: Store, claim: str, result: str, pictures: Sequence[Rebuilt] = ()
) -> ServiceClaim:
    """It is done, with words and pictures of the result. Needs orders. Raises SayWhat, TooManyPictures, ClaimMovedOn."""
    by.require("orders", store.pk)
    row, words, now = store_claim(store, claim), plain(result, limit=500), clock.now()
    if not words:
        raise SayWhat(param="result")
    if len(pictures) > MOST_PICTURES:
        raise TooManyPictures(param="pictures")
    late = row.fulfil_by is not None and row.fulfil_by < now
    move(row, "done", by, note=words, result=words, done_at=now, done_late=late)
    for picture in pictures:
        keep_private(by=by, owner=Owner(RESULT, row.public_id), rebuilt=picture, alt=words[:100])
    return row


@action("services.settle_claim", audit=False)
def settle_claim(*, by: Actor, claim: str, outcome: str, answer: str, refund_minor: int = 0) -> ServiceClaim:
    """The market decides: "again" (the store has to do it), "refund" (money goes back), "stand". Final.

    Needs market.orders. The refund itself is made by the floor above. Raises SayWhat, ClaimMovedOn, NotFound.
    """
    by.require("market.orders")
    row, words = any_claim(claim), plain(answer, limit=500)
    if not words:
        raise SayWhat(param="answer")
    if outcome not in OUTCOMES:
        raise BadInput(param="outcome")
    note(outcome=outcome, refund_minor=refund_minor)
    if outcome == "again":
        _again(by, row, words)
    else:
        move(row, "settled", by, note=words, outcome=outcome, refund_minor=refund_minor)
    return row


def _again(by: Actor, row: ServiceClaim, words: str) -> None:
    """The store does it within its days, from now on; a claim that did not count counts, where one is left."""
    if not row.counted:
        free = Contract.objects.of(row.store_id).filter(pk=row.contract_id, claims_used__lt=F("claims_most"))
        row.counted = bool(free.update(claims_used=F("claims_used") + 1))
    values = {"outcome": "again", "fulfil_by": _fulfil_by(row), "counted": row.counted}
    move(row, "accepted", by, note=words, **values)
