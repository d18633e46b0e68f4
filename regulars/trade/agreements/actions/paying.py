"""Deposit and instalments are advances; the balance is an order of its own."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from regulars.ground.kit import clock
from regulars.ground.kit.actions import action
from regulars.ground.kit.actors import SYSTEM, Actor
from regulars.ground.kit.refusals import NotFound
from regulars.trade.advances.actions import open_advance
from regulars.trade.advances.hooks import Lost
from regulars.trade.advances.models import Advance
from regulars.trade.agreements.actions.crediting import given_minor, post_credits
from regulars.trade.agreements.actions.doing import done
from regulars.trade.agreements.actions.turning import MovedOn, NotYourTurn, claim, take
from regulars.trade.agreements.models import Agreement, Duty
from regulars.trade.agreements.queries import saying
from regulars.trade.agreements.queries.finding import WITH, own, own_agreement
from regulars.trade.agreements.queries.standing import Now, end_of, now_of
from regulars.trade.agreements.rules.states import SIGNED
from regulars.trade.orders.models import Order, OrderLine
from regulars.trade.orders.rules import Grant

PURPOSE = KIND = "agreement"
AT_LEAST = timedelta(days=1)


class BalanceNotYet(NotYourTurn):
    """Something comes before the balance."""

    code = "balance-not-yet"
    sentence = _(
        "The balance is paid after what comes before it. The page of the agreement says what that is."
    )


class NoLongerDue(Lost):
    """The agreement ended or changed while the payment was on its way."""

    code = "no-longer-due"
    sentence = _("This agreement has changed, so the payment goes back to you. Look at what is due now.")


@action("agreements.pay")
def pay(*, by: Actor, agreement_id: str, key: str) -> Advance:
    """The advance by which the deposit or instalment that is next is paid. Safe to repeat.

    Raises NotYourTurn, MovedOn.
    """
    row, side = own(by, agreement_id)
    turn = now_of(row).turn
    if side != "shopper" or turn is None or turn.milestone.key != key or turn.milestone.kind != "pay":
        raise NotYourTurn()
    duty = Duty.objects.of(row.store_id).get(agreement=row, key=key)
    waiting = _waiting(row, duty, turn.milestone.amount_minor)
    if waiting is not None:
        return waiting
    claim(row, "do", side)
    advance = open_advance(
        by=by,
        store=row.store,
        person_id=row.person_id,
        purpose=PURPOSE,
        ref=f"{row.public_id}:{key}",
        amount_minor=turn.milestone.amount_minor,
        currency=row.currency,
        pay_until=max(end_of(turn.due), clock.now() + AT_LEAST),
        title=row.title,
        path=f"/agreements/{row.public_id}/",
        category_ids=_categories(row),
    )
    Duty.objects.of(row.store_id).filter(pk=duty.pk).update(advance_ref=advance.public_id)
    return advance


def _categories(row: Agreement) -> list[int]:
    """The product's category and its ancestors, the closest first."""
    return [int(part) for part in reversed(row.form.product.category.path.split("/")) if part]


def _waiting(row: Agreement, duty: Duty, amount_minor: int) -> Advance | None:
    rows = Advance.objects.of(row.store_id).filter(
        public_id=duty.advance_ref, state="awaiting", amount_minor=amount_minor, pay_until__gt=clock.now()
    )
    return rows.first() if duty.advance_ref else None


def advance_paid(by: Actor, advance: Advance) -> None:
    """The money of a deposit or instalment is here: its duty is done. Raises NoLongerDue."""
    public_id, _colon, key = advance.ref.partition(":")
    row = _row(advance.store_id, public_id)
    turn = now_of(row).turn if row is not None else None
    if row is None or turn is None or row.state != SIGNED:
        raise NoLongerDue()
    one = turn.milestone
    if one.key != key or one.kind != "pay" or one.amount_minor != advance.amount_minor:
        raise NoLongerDue()
    _taken(row)
    Duty.objects.of(row.store_id).filter(agreement=row, key=key).update(
        advance_ref=advance.public_id, paid_minor=advance.amount_minor
    )
    done(by, row, turn, "shopper", amount_minor=advance.amount_minor)


def _taken(row: Agreement, **changes: Any) -> None:
    try:
        take(row, row.state, **changes)
    except MovedOn as moved:
        raise NoLongerDue() from moved


def advance_lapsed(by: Actor, advance: Advance) -> None:
    """Nobody paid in time: the duty stays open, and another advance can be asked for."""
    public_id, _colon, key = advance.ref.partition(":")
    Duty.objects.of(advance.store_id).filter(
        agreement__public_id=public_id, key=key, advance_ref=advance.public_id, paid_minor=0
    ).update(advance_ref="")


def grants_of(by: Actor, ref: str) -> list[Grant]:
    """What the check-out may sell of an agreement: its balance, when that is next. Raises NotFound, BalanceNotYet."""
    row = own_agreement(by.require_person(), ref)
    now = now_of(row)
    turn = now.turn
    if row.state != SIGNED or now.terms is None or turn is None or turn.milestone.kind != "balance":
        raise BalanceNotYet(_not_yet(now))
    if row.group_ref:
        raise NotFound()
    return [
        Grant(
            kind=KIND,
            ref=row.public_id,
            variant=row.form.variant.public_id,
            quantity=1,
            unit_minor=now.terms.price_minor - now.credit_minor,
            title=row.title,
            title_zh=row.title_zh or row.title,
            alone=True,
            stock="none",
            advances=tuple(_advances(row)),
        )
    ]


def _not_yet(now: Now) -> str | None:
    """What comes before the balance, in words; None when nothing does."""
    if now.turn is None or now.state != SIGNED or now.turn.milestone.kind == "deliver":
        return None
    words = {"what": saying.kind(now.turn.milestone)}
    return (
        gettext("The balance cannot be paid yet: “%(what)s” comes first. Nothing is lost by waiting.") % words
    )


def _advances(row: Agreement) -> list[str]:
    duties = Duty.objects.of(row.store_id).filter(agreement=row, paid_minor__gt=0).order_by("pk")
    return list(duties.values_list("advance_ref", flat=True))


def placed(by: Actor, ref: str, group_ref: str) -> None:
    """The balance is ordered: once. The credits it took off stay with it. Raises MovedOn, NotYourTurn."""
    row = _of_ref(ref)
    now = now_of(row)
    turn = now.turn
    if row.state != SIGNED or row.group_ref or turn is None or turn.milestone.kind != "balance":
        raise NotYourTurn()
    line = OrderLine.objects.get(order__group__public_id=group_ref, granted_ref=ref)
    if now.terms is None or line.unit_minor != now.terms.price_minor - now.credit_minor:
        raise MovedOn(state=row.state)  # another version came into force since the check-out read this one
    post_credits(SYSTEM, row)
    take(row, SIGNED, group_ref=group_ref, priced_credit_minor=given_minor(row))


def ended(by: Actor, ref: str, group_ref: str) -> None:
    """The order of the balance was never paid: it can be ordered again."""
    row = _of_ref(ref)
    if row.group_ref == group_ref and not row.order_ref:
        take(row, row.state, group_ref="", priced_credit_minor=0)


def balance_paid(by: Actor, ref: str, group_ref: str) -> None:
    """The balance is paid: the store delivers. Raises NoLongerDue."""
    row = _of_ref(ref)
    turn = now_of(row).turn
    again = row.group_ref == ""
    if row.state != SIGNED or row.order_ref or turn is None or turn.milestone.kind != "balance":
        raise NoLongerDue()
    if not again and row.group_ref != group_ref:
        raise NoLongerDue()
    order = Order.objects.of(row.store_id).get(group__public_id=group_ref)
    _taken(row, group_ref=group_ref, order_ref=order.public_id)
    _bought(row, order)
    done(by, row, turn, "shopper", amount_minor=order.paid_minor)
    post_credits(SYSTEM, row)


def _bought(row: Agreement, order: Order) -> None:
    """A late payment brings back an order whose price took off the credit of its day."""
    line = OrderLine.objects.get(order=order, granted_ref=row.public_id)
    terms = now_of(row).terms
    if terms is not None:
        credit = terms.price_minor - line.unit_minor
        Agreement.objects.of(row.store_id).filter(pk=row.pk).update(priced_credit_minor=credit)
        row.priced_credit_minor = credit


def _of_ref(ref: str) -> Agreement:
    rows = Agreement.objects.across_stores("a payment names its agreement").filter(public_id=ref)
    row = rows.select_related(*WITH).first()
    if row is None:
        raise NotFound()
    return row


def _row(store_id: int, public_id: str) -> Agreement | None:
    rows = Agreement.objects.of(store_id).filter(public_id=public_id)
    return rows.select_related(*WITH).first()
