"""What was paid under an agreement and is still there."""

from __future__ import annotations

from django.db.models import Sum

from regulars.trade.advances.models import Advance
from regulars.trade.agreements.models import Agreement, Duty
from regulars.trade.agreements.queries.standing import now_of
from regulars.trade.agreements.rules import Side, gives_up, kept_when
from regulars.trade.agreements.rules.states import SIGNED
from regulars.trade.orders.models import Order


def left_minor(row: Agreement) -> int:
    """Everything paid and not sent back: of the order when there is one, else of what was paid ahead."""
    if row.order_ref:
        order = Order.objects.of(row.store_id).get(public_id=row.order_ref)
        return int(order.paid_minor - order.refunded_minor)
    duties = Duty.objects.of(row.store_id).filter(agreement=row, paid_minor__gt=0)
    names = list(duties.values_list("advance_ref", flat=True))
    paid = Advance.objects.of(row.store_id).filter(public_id__in=names, state="paid")
    return paid.aggregate(sum=Sum("amount_minor"))["sum"] or 0


def cancel_cost(row: Agreement, side: Side) -> tuple[int, int] | None:
    """(kept, returned) if `side` ended it now; None when it cannot."""
    now = now_of(row)
    if row.state != SIGNED or now.terms is None or (row.group_ref and not row.order_ref):
        return None
    if row.order_ref and side == "shopper" and not gives_up(now.standing, side, now.terms.give_up_days):
        return None
    left = left_minor(row)
    kept = 0 if row.order_ref else kept_when(now.terms, now.standing, side, left)
    return kept, left - kept


def order_of(row: Agreement) -> Order | None:
    """The order of the balance, when there is one."""
    if not row.group_ref:
        return None
    return (
        Order.objects.of(row.store_id).filter(group__public_id=row.group_ref).select_related("group").first()
    )
