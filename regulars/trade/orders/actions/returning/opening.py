"""A return as it is opened: which units go back, and what they would give back today."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from regulars.ground.kit import clock
from regulars.ground.kit.refusals import NotFound
from regulars.ground.kit.texts import paragraphs
from regulars.trade.orders.actions.basket import pieces
from regulars.trade.orders.actions.returning.refusals import (
    DecidedElsewhere,
    MoreThanBought,
    NothingToReturn,
)
from regulars.trade.orders.models import Order, Return, ReturnLine
from regulars.trade.orders.queries.previewing import Reckoned, reckon
from regulars.trade.orders.rules.granting import grants

ANSWER_WITHIN = timedelta(days=3)


def everything(row: Order) -> dict[int, int]:
    """Line key -> units that have not gone back yet."""
    left = {line.pk: line.quantity - line.returned_quantity for line in row.lines.order_by("pk")}
    return {pk: units for pk, units in left.items() if units}


def chosen(row: Order, lines: Mapping[str, int]) -> dict[int, int]:
    """Line key -> units of what was chosen. Raises NotFound, MoreThanBought, NothingToReturn."""
    known = {line.public_id: line for line in row.lines.order_by("pk")}
    units: dict[int, int] = {}
    for name, value in lines.items():
        if name not in known:
            raise NotFound()
        units[known[name].pk] = pieces(value)
        if units[known[name].pk] > known[name].quantity - known[name].returned_quantity:
            raise MoreThanBought(param="lines", line=name)
    if not units:
        raise NothingToReturn(param="lines")
    return units


def open_return(
    row: Order, units: Mapping[int, int], kind: str, reason: str, text: str, *, freight: bool
) -> Return:
    """A return as asked, with the amounts it would give back today."""
    if not units:
        raise NothingToReturn(param="lines")
    if not grants.takes_returns(row.lines.values_list("granted_kind", flat=True)):
        raise DecidedElsewhere()
    what = reckon(row, units, freight=freight)
    back = Return.objects.create(
        order=row,
        store_id=row.store_id,
        kind=kind,
        reason=reason,
        text=paragraphs(text, limit=1000),
        amount_minor=what.backing.total_minor,
        freight_minor=what.backing.freight_minor,
        currency=row.currency,
        decide_by=clock.now() + ANSWER_WITHIN,
        split={"freight": what.freight},
    )
    amounts = _amounts(what)
    ReturnLine.objects.bulk_create(
        [ReturnLine(back=back, line_id=pk, quantity=units[pk], amount_minor=amounts[pk]) for pk in units]
    )
    return back


def _amounts(what: Reckoned) -> dict[int, int]:
    return {what.lines[part.line_id].pk: part.paid_minor for part in what.backing.lines}
