"""An amount of a paid order goes back, and no goods: a credit, or what the market decided.

It stands among the order's returns, without lines. Commission and the market's discount go back in
proportion to what has gone back of the order so far, so that all of them are back with the last cent.
"""

from __future__ import annotations

from regulars.ground.kit import clock
from regulars.ground.kit.actions import action
from regulars.ground.kit.actors import Actor
from regulars.ground.kit.refusals import NotFound
from regulars.ground.kit.sanitize import plain
from regulars.trade.orders.actions.history import NotNow
from regulars.trade.orders.actions.refunding import follow_money, locked
from regulars.trade.orders.models import Order, Return
from regulars.trade.orders.rules import Backing
from regulars.trade.orders.rules.backing import LineBack


@action("orders.give_back_amount")
def give_back_amount(*, by: Actor, order: Order, amount_minor: int, why: str) -> Return:
    """Send `amount_minor` of the order back to who paid it. For apps above, which judged it and do it once.

    System only. Raises NotNow when the order is not paid or holds less than that.
    """
    if by.kind != "system":
        raise NotFound()
    row = locked(order)
    left = row.paid_minor - row.refunded_minor
    if row.paid_at is None or not 1 <= amount_minor <= left:
        raise NotNow(state=row.state)
    back = _opened(row, why)
    follow_money(by, row, back, _backing(row, amount_minor), whole=amount_minor == left)
    return back


def _opened(row: Order, why: str) -> Return:
    now = clock.now()
    return Return.objects.create(
        order=row,
        store_id=row.store_id,
        kind="refund_only",
        state="refunded",
        reason="other",
        text=plain(why, limit=300),
        currency=row.currency,
        decide_by=now,
        asked_at=now,
        decided_at=now,
        refunded_at=now,
    )


def _backing(row: Order, amount_minor: int) -> Backing:
    before, paid = int(row.refunded_minor), int(row.paid_minor)
    after = before + amount_minor

    def share(of: int) -> int:
        return of * after // paid - of * before // paid

    part = LineBack(
        line_id="",
        quantity=0,
        paid_minor=amount_minor,
        market_minor=share(row.market_discount_minor),
        commission_minor=share(row.commission_minor),
    )
    return Backing((part,))
