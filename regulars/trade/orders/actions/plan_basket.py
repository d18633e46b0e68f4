"""A service plan goes into the basket with the goods it is for, and leaves it with them."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from regulars.ground.kit.actions import action
from regulars.ground.kit.actors import Actor
from regulars.ground.kit.refusals import NotFound, Refusal
from regulars.trade.orders.actions.basket import pieces
from regulars.trade.orders.models import BasketLine
from regulars.trade.orders.queries.baskets import find_basket
from regulars.trade.orders.queries.goods import items_for
from regulars.trade.orders.queries.planned_lines import goods_of
from regulars.trade.services.queries import offered_with


class PlanNotHere(Refusal):
    """It is not sold with these goods (any more)."""

    code = "service-plan-not-here"
    sentence = _("This service plan is not sold with these goods. Choose another one, or go on without.")


@action("orders.choose_plan", audit=False)
def choose_plan(
    *, by: Actor, line: str, plan: str, quantity: int | str | None = None, visitor: str = ""
) -> BasketLine:
    """Put a plan to a basket line, for `quantity` of its pieces (None: all); "" takes it away again.

    Never for more pieces than the line has. Raises PlanNotHere, QuantityNotPossible, NotFound.
    """
    basket = find_basket(by, visitor)
    row = BasketLine.objects.filter(basket=basket, public_id=line).first() if basket else None
    if row is None:
        raise NotFound()
    many = min(row.quantity if quantity is None else pieces(quantity, low=0), row.quantity)
    if not plan or not many:
        row.plan, row.plan_quantity = "", 0
    else:
        _check(row, plan)
        row.plan, row.plan_quantity = plan, many
    BasketLine.objects.filter(pk=row.pk).update(plan=row.plan, plan_quantity=row.plan_quantity)
    return row


def _check(row: BasketLine, plan: str) -> None:
    items = items_for({row.variant.public_id: row.quantity})
    if not any(one.plan == plan for item in items for one in offered_with(goods_of(item))):
        raise PlanNotHere(param="plan")
