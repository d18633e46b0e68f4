"""Payments of imported groups, one row for each payment there was."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.db.models import F

from regulars.trade.orders.actions.recorded_held import payment_ref
from regulars.trade.orders.models import OrderGroup
from regulars.trade.orders.rules.histories import History, HistoryPayment
from regulars.trade.payments.models import Payment

WAITS = "Not approved yet where it came from."


def payment_rows(
    history: History, group: OrderGroup, payments: Sequence[HistoryPayment], provider: str
) -> Iterator[Payment]:
    """The rows of these payments, not yet stored: captured, or held while the source did not approve them."""
    said = history.group
    captured = None if group.state == "awaiting_payment" else said.paid_at or said.placed_at
    for each in payments:
        yield Payment(
            ref=payment_ref(group, each.number),
            provider=provider,
            provider_ref=each.ref[:120],
            amount_minor=each.amount_minor,
            currency=said.currency,
            state="captured" if captured else "held",
            started_at=said.placed_at,
            captured_at=captured,
            captured_minor=each.amount_minor if captured else 0,
            received_minor=each.amount_minor,
            received_currency=said.currency,
            held_reason="" if captured else WAITS,
        )


def approve(history: History, group: OrderGroup) -> None:
    """The source approved what waited."""
    refs = [payment_ref(group, each.number) for each in history.payments]
    Payment.objects.filter(ref__in=refs, state="held").update(
        state="captured",
        captured_at=history.group.paid_at or history.group.placed_at,
        captured_minor=F("received_minor"),
        held_reason="",
    )
