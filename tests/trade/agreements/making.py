"""Alice has something made by Cashmere to Measure, in few words: what most tests of agreements begin with."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from regulars.ground.kit import clock
from regulars.ground.kit.actors import SYSTEM, Actor
from regulars.trade.advances import actions as advances
from regulars.trade.advances.models import Advance
from regulars.trade.agreements import actions, queries
from regulars.trade.agreements.actions.paying import grants_of
from regulars.trade.agreements.models import Agreement, QuoteForm, Version
from regulars.trade.agreements.rules import Field, Terms
from regulars.trade.orders import actions as orders
from regulars.trade.orders import queries as shop
from regulars.trade.orders.models import Order, OrderGroup
from tests.town import Town
from tests.trade.agreements.plans import coat
from tests.trade.orders.shopping import HOME, captured, shopper
from tests.trade.orders.shopping import pay as pay_group

FIELDS = (
    Field("chest", "measure", "Chest", "胸围", unit="cm", low="60", high="140"),
    Field("colour", "choice", "Colour", "颜色", options=("grey", "navy")),
    Field("words", "text", "Anything else", "其他", needed=False),
)
WISH = {"chest": "92", "colour": "grey"}
BY_HAND = ("measure", "design", "proof", "approve", "make")


def form(town: Town, **changes: Any) -> QuoteForm:
    """Ravi makes coats to order, asked for on the sweater's page."""
    given = {
        "product": town.sweater.public_id,
        "title": "A coat to measure",
        "title_zh": "量身大衣",
        "fields": FIELDS,
    } | changes
    return actions.save_form(by=town.ravi_at_work(), store=town.cashmere, given=actions.FormFields(**given))


def asked(town: Town, by: Actor | None = None, at: QuoteForm | None = None) -> Agreement:
    """Alice (or somebody else) asks."""
    found = at or QuoteForm.objects.of(town.cashmere).first() or form(town)
    return actions.ask(
        by=by or shopper(town.alice), form_id=found.public_id, given=WISH, text="For the winter."
    )


def proposed(town: Town, row: Agreement, terms: Terms | None = None, by: Actor | None = None) -> Version:
    """Ravi (or Alice) proposes."""
    return actions.propose(
        by=by or town.ravi_at_work(),
        agreement_id=row.public_id,
        terms=terms or coat(queries.today()),
    )


def signed(town: Town, terms: Terms | None = None, by: Actor | None = None) -> Agreement:
    """Asked, offered, signed by both."""
    row = asked(town, by)
    version = proposed(town, row, terms)
    return sign(by or shopper(town.alice), row, version)


def sign(by: Actor, row: Agreement, version: Version) -> Agreement:
    """The other side signs what was proposed."""
    return actions.sign(by=by, agreement_id=row.public_id, number=version.number, digest=version.digest)


def fresh(row: Agreement) -> Agreement:
    """The agreement, read again."""
    return Agreement.objects.of(row.store_id).select_related("store", "form__variant").get(pk=row.pk)


def turn(row: Agreement) -> str:
    """The key of the duty that is next."""
    found = queries.now_of(fresh(row)).turn
    return found.milestone.key if found else ""


def pay(town: Town, row: Agreement) -> Advance:
    """Alice pays the deposit or instalment that is next."""
    by = Actor("shopper", person_id=row.person_id)
    advance = actions.pay(by=by, agreement_id=row.public_id, key=turn(row))
    assert pay_advance(advance) == "paid"
    advance.refresh_from_db()
    return advance


def pay_advance(advance: Advance) -> str:
    """What becomes of the payment of an advance."""
    by = Actor("shopper", person_id=advance.person_id)
    payment = advances.start_paying_advance(by=by, advance=advance.public_id, provider="test")
    return orders.receive_payment(by=SYSTEM, provider="test", message=captured(payment))


def step(town: Town, row: Agreement) -> None:
    """Whatever is next by hand is done by the side whose turn it is."""
    now = queries.now_of(fresh(row)).turn
    assert now is not None
    mine = now.milestone.who == "shopper"
    by = Actor("shopper", person_id=row.person_id) if mine else town.ravi_at_work()
    actions.do(by=by, agreement_id=row.public_id, key=now.milestone.key, text="As we said.")


def refuse(row: Agreement, why: str = "Longer sleeves.") -> Agreement:
    """The shopper holds the proof against the first line of the text, and refuses it."""
    now = queries.now_of(fresh(row))
    assert now.turn is not None
    by = Actor("shopper", person_id=row.person_id)
    key = now.turn.milestone.key
    return actions.refuse_proof(by=by, agreement_id=row.public_id, key=key, point="s0", why=why)


def upto(town: Town, row: Agreement, kind: str) -> Agreement:
    """Everything before the first milestone of a kind is done today."""
    for _round in range(14):
        now = queries.now_of(fresh(row)).turn
        assert now is not None
        if now.milestone.kind == kind:
            return fresh(row)
        if now.milestone.kind == "pay":
            pay(town, row)
        elif now.milestone.kind == "balance":
            paid_balance(row)
        else:
            step(town, row)
    raise AssertionError(f"never came to {kind}")


def order_balance(row: Agreement) -> OrderGroup:
    """The balance is ordered at the check-out."""
    by = Actor("shopper", person_id=row.person_id)
    granted = grants_of(by, row.public_id)
    told = shop.quote(by=by, currency=row.currency, lines={}, grants=granted)
    return orders.place_order(
        by=by,
        lines={},
        grants=granted,
        address=HOME,
        currency=row.currency,
        expected_total_minor=told.total_minor,
    )


def paid_balance(row: Agreement) -> Order:
    """The balance is ordered and paid."""
    group = order_balance(row)
    assert pay_group(Actor("shopper", person_id=row.person_id), group) == "paid"
    return Order.objects.of(row.store_id).get(group=group)


def delivered(town: Town, row: Agreement) -> Agreement:
    """Everything is done and sent."""
    upto(town, row, "deliver")
    return actions.deliver(by=town.ravi_at_work(), agreement_id=row.public_id, carrier="SF", tracking="7")


def days(count: float) -> Any:
    """The clock stands so many days ahead."""
    return clock.shift(timedelta(days=count))
