"""Credits for late delivery post themselves: at every payment and look by an action, and by the clock.

Until the balance is ordered they lower it; afterwards they are sent back. Each step counts once.
"""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.db.models import QuerySet, Sum

from regulars.ground.bus.clocked import one_by_one
from regulars.ground.bus.outbox import announce
from regulars.ground.kit import clock
from regulars.ground.kit.actions import action
from regulars.ground.kit.actors import SYSTEM, Actor
from regulars.trade.agreements import rules
from regulars.trade.agreements.actions.turning import about, happen
from regulars.trade.agreements.events import CreditGiven
from regulars.trade.agreements.models import Agreement, Credit
from regulars.trade.agreements.queries.standing import now_of
from regulars.trade.agreements.rules import Step
from regulars.trade.agreements.rules.states import DELIVERED, SIGNED
from regulars.trade.orders.actions import give_back_amount
from regulars.trade.orders.models import Order

BATCH = 200


def post_credits(by: Actor, row: Agreement) -> int:
    """Give every step of lateness that is reached and not given yet; returns their sum in minor units.

    Inside a running action. While the balance is ordered and not paid nothing is posted: the order says
    which credit it took off, and what comes on top is sent back after it is paid.
    """
    if row.state not in (SIGNED, DELIVERED) or (row.group_ref and not row.order_ref):
        return 0
    now = now_of(row)
    if now.terms is None:
        return 0
    given = set(_given(row).values_list("step", flat=True))
    reached = rules.steps(now.terms.price_minor, now.terms.remedies, now.late_days)
    return sum(_give(by, row, one) for one in reached if one.number not in given)


def _give(by: Actor, row: Agreement, step: Step) -> int:
    way = "refund" if row.order_ref else "balance"
    try:
        with transaction.atomic():
            Credit.objects.create(
                agreement=row, step=step.number, amount_minor=step.amount_minor, way=way, at=clock.now()
            )
    except IntegrityError:
        return 0
    if way == "refund":
        order = Order.objects.of(row.store_id).get(public_id=row.order_ref)
        give_back_amount(by=SYSTEM, order=order, amount_minor=step.amount_minor, why=row.title)
    happen(row, "credit", "", by, key=str(step.number), amount_minor=step.amount_minor, text=way)
    announce(
        CreditGiven(
            step=step.number, amount_minor=step.amount_minor, currency=row.currency, way=way, **about(row)
        )
    )
    return step.amount_minor


def given_minor(row: Agreement) -> int:
    """The sum of the credits given so far."""
    return _given(row).aggregate(sum=Sum("amount_minor"))["sum"] or 0


def _given(row: Agreement) -> QuerySet[Credit]:
    return Credit.objects.of(row.store_id).filter(agreement=row)


@action("agreements.post_credit")
def post_credit(*, by: Actor, agreement_pk: int) -> int:
    """Give one agreement's credits that are due now; returns their sum in minor units."""
    rows = Agreement.objects.across_stores("credits post themselves").filter(pk=agreement_pk)
    row = rows.select_related("store").first()
    return post_credits(by, row) if row is not None else 0


def post_due_credits(*, by: Actor = SYSTEM, limit: int = BATCH) -> int:
    """Give the credits of every agreement whose delivery may be late, each in its own transaction; their sum.

    Nothing depends on it being run: whatever touches an agreement gives them first.
    """
    rows = Agreement.objects.across_stores("credits post themselves")
    late = rows.filter(state=SIGNED, late_from__lte=clock.now()).order_by("credited_at", "pk")
    keys = list(late.values_list("pk", flat=True)[:limit])
    rows.filter(pk__in=keys).update(credited_at=clock.now())
    return sum(one_by_one(keys, lambda pk: post_credit(by=by, agreement_pk=pk)))
