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
from regulars.loyalty.customers.actions import record_refund as remember_refund
from regulars.trade.orders.actions.history import NotNow, tell
from regulars.trade.orders.actions.membership import follow_refund
from regulars.trade.orders.actions.refunding import announce_back, book_back, locked
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
    back = _opened(row, amount_minor, why)
    whole = _move(row, amount_minor)
    backing = _backing(row, amount_minor)
    back.split |= {"market_minor": backing.market_minor, "commission_minor": backing.commission_minor}
    back.save(update_fields=["split"])
    book_back(by, row, back, backing)
    remember_refund(
        by=by, store_id=row.store_id, person_id=row.person_id, amount_minor=amount_minor, whole=whole
    )
    tell([row], "refunded", by, back.public_id)
    announce_back(row, back, backing)
    follow_refund(by, row, back)
    return back


def _opened(row: Order, amount_minor: int, why: str) -> Return:
    now = clock.now()
    return Return.objects.create(
        order=row,
        store_id=row.store_id,
        kind="refund_only",
        state="refunded",
        reason="other",
        text=plain(why, limit=300),
        amount_minor=amount_minor,
        currency=row.currency,
        decide_by=now,
        asked_at=now,
        decided_at=now,
        refunded_at=now,
        split={"freight": False, "funding": {}, "completed": row.confirmed_at is not None},
    )


def _move(row: Order, amount_minor: int) -> bool:
    """Count the amount as gone back; whether that is everything."""
    before, after = row.refunded_minor, row.refunded_minor + amount_minor
    if amount_minor < 1 or row.paid_at is None or after > row.paid_minor:
        raise NotNow(state=row.state)
    whole = bool(after == row.paid_minor)
    changes: dict[str, object] = {"refunded_minor": after}
    if whole:
        changes |= {"state": "refunded", "ended_at": clock.now()}
    same = Order.objects.of(row.store_id).filter(pk=row.pk, state=row.state, refunded_minor=before)
    if not same.update(**changes):
        raise NotNow(state=row.state)
    for name, value in changes.items():
        setattr(row, name, value)
    return whole


def _backing(row: Order, amount_minor: int) -> Backing:
    after, paid = int(row.refunded_minor), int(row.paid_minor)
    before = after - amount_minor

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
