"""What was paid ahead pays for a part of an order, and what was promised is ordered."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from regulars.goods.catalog.actions import hold_stock, move_held
from regulars.ground.kit.actors import Actor
from regulars.ground.kit.refusals import Refusal
from regulars.trade.advances.actions import AdvanceGone, free_advance, use_advance
from regulars.trade.advances.models import Advance
from regulars.trade.advances.queries import advances_by_public_id
from regulars.trade.orders.models import OrderGroup
from regulars.trade.orders.queries.goods import Item
from regulars.trade.settlement.actions import AdvanceShare


class PaidAheadMore(Refusal):
    """Less is to pay than was paid ahead."""

    status = 409
    code = "paid-ahead-more"
    sentence = _(
        "You paid more ahead than this order costs now. Leave out a coupon, or ask the store to give the money back."
    )


def check_advances(advances: Sequence[Advance], stores: Sequence[int], currency: str, person: int) -> None:
    """Raises AdvanceGone for one that is another's, of another store or currency, or not there to be used."""
    for row in advances:
        fits = row.state == "paid" and row.person_id == person and row.store_id in stores
        if not fits or row.currency != currency:
            raise AdvanceGone(advance=row.public_id)


def within(total_minor: int, prepaid_minor: int) -> None:
    """Raises PaidAheadMore when more was paid ahead than there is to pay."""
    if prepaid_minor > total_minor:
        raise PaidAheadMore(prepaid_minor=prepaid_minor, total_minor=total_minor)


def use_advances(by: Actor, group: OrderGroup, advances: Sequence[Advance]) -> None:
    """Take the advances for the group. Raises AdvanceGone."""
    for row in sorted(advances, key=lambda each: each.pk):
        use_advance(by=by, advance=row, group_ref=group.public_id)


def use_again(by: Actor, group: OrderGroup) -> None:
    """A group that ended is paid after all: take its advances once more. Raises AdvanceGone."""
    use_advances(by, group, advances_by_public_id(group.advances))


def free_advances(by: Actor, group: OrderGroup) -> None:
    """The group ended unpaid: what was paid ahead for it stands as paid again."""
    for row in sorted(advances_by_public_id(group.advances), key=lambda each: each.pk):
        free_advance(by=by, advance=row, group_ref=group.public_id)


def shares_in(group: OrderGroup) -> list[AdvanceShare]:
    """The group's advances as the books take them; no query when there are none."""
    if not group.advances:
        return []
    rows = advances_by_public_id(group.advances)
    return [AdvanceShare(row.public_id, row.store_id, row.amount_minor) for row in rows]


def hold_goods(by: Actor, group: OrderGroup, items: Sequence[Item]) -> None:
    """Set the goods aside: from the shelf, or from what was held for a promise before. Raises SoldOut."""
    fresh = {item.variant.pk: item.quantity for item in items if item.stock == "hold"}
    for item in sorted((each for each in items if each.stock == "held"), key=lambda each: each.variant.pk):
        assert item.grant is not None
        move_held(
            by=by,
            ref=item.grant.held_ref,
            to=group.public_id,
            lines={item.variant.pk: item.quantity},
            until=group.pay_until,
        )
    if fresh:
        hold_stock(by=by, ref=group.public_id, lines=fresh, until=group.pay_until)
