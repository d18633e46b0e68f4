"""Whom the floors below call: when an advance is paid, and when the balance is ordered."""

from __future__ import annotations

from regulars.trade.advances.hooks import purposes
from regulars.trade.agreements.actions import paying
from regulars.trade.orders.rules.granting import grants

purposes.register(paying.PURPOSE, on_paid=paying.advance_paid, on_lapsed=paying.advance_lapsed)
grants.register(
    paying.KIND,
    prefix="agr",
    grants_of=paying.grants_of,
    on_placed=paying.placed,
    on_paid=paying.balance_paid,
    on_ended=paying.ended,
    returns=False,
)
