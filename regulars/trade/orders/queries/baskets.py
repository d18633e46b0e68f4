"""What lies in a basket."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet

from regulars.ground.kit.actors import Actor
from regulars.ground.kit.statements import statement
from regulars.trade.orders.models import Basket, BasketLine
from regulars.trade.orders.queries.goods import Item, items_for
from regulars.trade.orders.queries.planned_lines import PlanWish


@dataclass(frozen=True, slots=True)
class Kept:
    """An item in a basket, and whether it is to be ordered."""

    line: str
    chosen: bool
    item: Item
    plan: str = ""
    plan_quantity: int = 0


@dataclass(frozen=True, slots=True)
class BasketView:
    """A basket over all stores. `claims` None: the best coupons are found."""

    lines: tuple[Kept, ...] = ()
    codes: tuple[str, ...] = ()
    claims: tuple[str, ...] | None = None

    @property
    def count(self) -> int:
        """Pieces in the basket."""
        return sum(kept.item.quantity for kept in self.lines)

    @property
    def plans(self) -> dict[str, PlanWish]:
        """The service plans in it, by variant."""
        return {
            kept.item.variant.public_id: PlanWish(kept.plan, kept.plan_quantity)
            for kept in self.lines
            if kept.plan
        }

    @property
    def currencies(self) -> list[str]:
        """The currencies of the goods, in order of appearance; each is ordered on its own."""
        return list(dict.fromkeys(kept.item.currency for kept in self.lines))


def find_basket(by: Actor, visitor: str) -> Basket | None:
    """The basket of the person, or of the visitor while nobody is logged in."""
    if by.person_id is not None:
        return _baskets_of.first(by.person_id, None)
    return _baskets_of.first(None, visitor) if visitor else None


@statement
def _baskets_of(person: int | None, visitor: str | None) -> QuerySet[Basket, Basket]:
    if person is not None:
        return Basket.objects.filter(person_id=person)
    return Basket.objects.filter(visitor=visitor, person=None)


def basket_count(*, by: Actor, visitor: str = "") -> int:
    """Pieces in the basket."""
    if by.person_id is None and not visitor:
        return 0
    return sum(_quantities(by.person_id, None if by.person_id is not None else visitor))


@statement
def _quantities(person: int | None, visitor: str | None) -> QuerySet[BasketLine, int]:
    mine = {"basket__person_id": person} if person is not None else {"basket__visitor": visitor}
    return BasketLine.objects.filter(**mine).values_list("quantity", flat=True)


def basket_of(*, by: Actor, visitor: str = "") -> BasketView:
    """The basket with its goods as they are now. Three queries, four when something runs short."""
    basket = find_basket(by, visitor)
    if basket is None:
        return BasketView()
    rows = _lines_in(basket.pk)
    items = items_for({row[0]: row[2] for row in rows}, {row[0]: row[1] for row in rows})
    said = {row[1]: row[3:] for row in rows}
    kept = tuple(
        Kept(item.basket_line, chosen, item, plan, many)
        for item in items
        for chosen, plan, many in [said[item.basket_line]]
    )
    return BasketView(kept, tuple(basket.codes), claims_of(basket))


@statement
def _lines_in(basket: int) -> QuerySet[BasketLine, tuple[str, str, int, bool, str, int]]:
    return (
        BasketLine.objects.filter(basket=basket)
        .order_by("pk")
        .values_list("variant__public_id", "public_id", "quantity", "chosen", "plan", "plan_quantity")
    )


def claims_of(basket: Basket) -> tuple[str, ...] | None:
    """The claims chosen by hand; None while the best ones are to be found."""
    chosen = basket.chosen_claims.get("ids")
    return tuple(chosen) if chosen is not None else None
