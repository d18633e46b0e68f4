"""Two sides do whatever comes to their minds, for days: the money always adds up and the state is one there is."""

from __future__ import annotations

import contextlib
from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from regulars.ground.kit import clock
from regulars.ground.kit.actors import SYSTEM, Actor
from regulars.ground.kit.refusals import Refusal
from regulars.trade.advances.models import Advance
from regulars.trade.agreements import actions, queries
from regulars.trade.agreements.models import Agreement, Credit
from regulars.trade.agreements.rules import most_minor
from regulars.trade.agreements.rules.states import ENDED, STATES
from regulars.trade.orders.models import Order
from regulars.trade.payments.models import Payment, PaymentRefund
from tests.town import Town
from tests.trade.agreements import making
from tests.trade.agreements.making import fresh, signed
from tests.trade.orders.shopping import books_are_right, shopper

OLGA = Actor("operator", rights=frozenset({"market.read", "market.orders"}))
DEEDS = (
    "next", "next", "next", "next", "credit", "silence", "refuse", "accept", "reject", "again", "dispute", "decide",
    "cancel-shopper", "cancel-store", "change",
)  # fmt: skip
steps = st.lists(st.tuples(st.sampled_from(DEEDS), st.integers(0, 9)), min_size=4, max_size=9)


def act(town: Town, row: Agreement, deed: str, size: int) -> None:
    """Try one deed; a refusal is an answer too."""
    alice, ravi, one = shopper(town.alice), town.ravi_at_work(), row.public_id
    now = queries.now_of(row)
    kind = now.turn.milestone.kind if now.turn else ""
    if deed == "next" and row.state == "signed":
        if kind == "deliver":
            actions.deliver(by=ravi, agreement_id=one)
        elif kind == "pay":
            making.pay(town, row)
        elif kind == "balance":
            making.paid_balance(row)
        else:
            making.step(town, row)
    elif deed == "credit":
        actions.post_credit(by=SYSTEM, agreement_pk=row.pk)
    elif deed == "silence":
        actions.accept_by_silence(by=SYSTEM, agreement_pk=row.pk)
    elif deed == "refuse":
        actions.refuse_proof(by=alice, agreement_id=one, key="m4", point="s0", why="No.")
    elif deed == "accept":
        actions.accept(by=alice, agreement_id=one)
    elif deed == "reject":
        actions.reject(by=alice, agreement_id=one, why="No.")
    elif deed == "again":
        actions.send_again(by=ravi, agreement_id=one, text="Better.")
    elif deed == "dispute":
        actions.dispute(by=alice if size % 2 else ravi, agreement_id=one, why="So.")
    elif deed == "decide" and size < 4 and actions.in_question(row):
        actions.decide_proof(by=OLGA, agreement_id=one, stands=size < 2, why="So.")
    elif deed == "decide":
        actions.decide(
            by=OLGA, agreement_id=one, returned_minor=queries.left_minor(row) * size // 9, why="So."
        )
    elif deed.startswith("cancel"):
        side = deed.partition("-")[2]
        cost = queries.cancel_cost(row, "store" if side == "store" else "shopper")
        by = ravi if side == "store" else alice
        actions.cancel(by=by, agreement_id=one, why="So.", kept_minor=cost[0] if cost else 0)
    elif deed == "change" and now.terms is not None:
        terms = making.coat(price_minor=120_000 + size * 1_000, milestones=now.terms.milestones)
        making.sign(alice, row, making.proposed(town, row, terms, by=ravi))


def adds_up(row: Agreement) -> None:
    """Everything paid is kept, sent back, in an order, or still waits."""
    paid = Advance.objects.of(row.store_id).filter(ref__startswith=row.public_id).exclude(paid_at=None)
    parts = {"kept": 0, "returned": 0, "used": 0, "paid": 0}
    for one in paid:
        parts[one.state] += one.amount_minor - one.returned_minor
        parts["returned"] += one.returned_minor
    assert sum(parts.values()) == sum(one.amount_minor for one in paid)
    order = Order.objects.of(row.store_id).filter(public_id=row.order_ref).select_related("group").first()
    refs = [one.public_id for one in paid] + ([order.group.public_id] if order else [])
    came = sum(
        Payment.objects.filter(ref__in=refs, state="captured").values_list("received_minor", flat=True)
    )
    went = sum(PaymentRefund.objects.filter(payment__ref__in=refs).values_list("amount_minor", flat=True))
    stays = (order.paid_minor - order.refunded_minor if order else 0) + parts["kept"] + parts["paid"]
    assert came == went + stays
    assert order is None or parts["used"] + order.group.payable_minor == order.paid_minor


@settings(max_examples=5)
@given(steps=steps, waits=st.lists(st.integers(0, 12), min_size=14, max_size=14))
def test_whatever_two_sides_do_the_money_adds_up(
    town: Town, steps: list[tuple[str, int]], waits: list[int]
) -> None:
    row, moment = signed(town), clock.now()
    for (deed, size), wait in zip(steps, waits, strict=False):
        moment += timedelta(days=wait)
        with clock.at(moment):
            with contextlib.suppress(Refusal):
                act(town, fresh(row), deed, size)
            found = fresh(row)
            assert found.state in STATES
            assert 0 < found.signed <= found.latest
            adds_up(found)
            now = queries.now_of(found)
            assert now.terms is not None
            credits = Credit.objects.of(town.cashmere).filter(agreement=row)
            given_so_far = sum(credits.values_list("amount_minor", flat=True))
            assert given_so_far <= most_minor(now.terms.price_minor, now.terms.remedies)
            if found.state in ENDED:
                break
    books_are_right()
