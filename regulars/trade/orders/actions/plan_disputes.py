"""The market decides what became of a claim; money goes back the way every refund does."""

from __future__ import annotations

from regulars.ground.kit import clock
from regulars.ground.kit.actions import action
from regulars.ground.kit.actors import Actor
from regulars.ground.kit.refusals import BadInput
from regulars.ground.kit.sanitize import plain
from regulars.trade.orders.actions.plan_money import earn_in_store, release
from regulars.trade.orders.actions.refunding import follow_money, locked
from regulars.trade.orders.models import Order, Return
from regulars.trade.orders.rules import Backing
from regulars.trade.orders.rules.backing import PlanLeaves
from regulars.trade.services.actions import give_part, settle_claim
from regulars.trade.services.models import Contract
from regulars.trade.services.queries import ServiceClaim, any_claim


@action("orders.decide_claim")
def decide_claim(*, by: Actor, claim: str, outcome: str, answer: str, refund_minor: int = 0) -> ServiceClaim:
    """Decide a dispute about a claim: "again", "refund" of `refund_minor` of what the plan cost, or "stand". Final.

    Needs market.orders. Raises SayWhat, MoreThanPaid, ClaimMovedOn, NotFound.
    """
    by.require("market.orders")
    contract = any_claim(claim).contract
    everywhere = Order.objects.across_stores("the order of a disputed claim")
    order = locked(everywhere.get(public_id=contract.order_ref))
    amount = refund_minor if outcome == "refund" else 0
    if outcome == "refund" and amount <= 0:
        raise BadInput(param="refund")
    row = settle_claim(by=by, claim=claim, outcome=outcome, answer=answer, refund_minor=amount)
    if amount:
        _refund(by, order, contract, amount, plain(answer, limit=500))
    return row


def _refund(by: Actor, order: Order, contract: Contract, amount: int, answer: str) -> None:
    """A return of no goods: a part of what one plan cost."""
    earn_in_store(by=by, store=order.store, currency=order.currency)
    sums, moved = give_part(by=by, contract=contract.public_id, paid_minor=amount)
    leaves = PlanLeaves(contract.public_id, sums.paid_minor, sums.market_minor, sums.commission_minor)
    now = clock.now()
    back = Return.objects.create(
        order=order,
        store_id=order.store_id,
        kind="refund_only",
        reason="agreed",
        state="accepted",
        answer=answer,
        currency=order.currency,
        decide_by=now,
        asked_at=now,
        decided_at=now,
        split={"freight": False},
    )
    follow_money(by, order, back, Backing((), plans=(leaves,)))
    release(by, moved, back.public_id)
