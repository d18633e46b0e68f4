"""What orders mean to members: they count for the tier, earn points and use them. Each point stands in the books."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from regulars.ground.kit import clock
from regulars.ground.kit.actions import action
from regulars.ground.kit.actors import SYSTEM, Actor
from regulars.loyalty.members import actions as members
from regulars.loyalty.members.actions import Done
from regulars.loyalty.members.models import Member, Movement
from regulars.loyalty.members.queries import lots_to_end, programmes_in, using_points
from regulars.people.merchants.models import Store
from regulars.trade.offers.rules import Receipt
from regulars.trade.orders.models import Order, Return
from regulars.trade.orders.queries.receipts import receipt_of
from regulars.trade.orders.rules.points import paid_with_points, points_id, reversed_points
from regulars.trade.settlement.actions import record_points

BATCH = 500


@action("orders.join_programme")
def join_programme(*, by: Actor, store: Store, place: str = "store") -> Member:
    """The person joins the store's programme; orders completed before count for the tier.

    Safe to repeat. Raises LogInFirst, AlreadyClosed.
    """
    mine = Order.objects.of(store).filter(person_id=by.require_person(), confirmed_at__isnull=False)
    return members.join(
        by=by, store=store, place=place, trades=[_done(order) for order in mine.order_by("pk")]
    )


def join_on_the_way(by: Actor, orders: Iterable[Order], wanted: Sequence[str]) -> None:
    """Join the programmes of the stores ordered from that the shopper ticked, as far as they take members."""
    if by.person_id is None or not wanted:
        return
    stores = {order.store.pk: order.store for order in orders if order.store.public_id in wanted}
    for pk, running in programmes_in(stores).items():
        if running.open:
            join_programme(by=by, store=stores[pk], place="checkout")


def count_trade(by: Actor, order: Order) -> None:
    """The order completed: it counts for the tier and earns points."""
    fresh = Order.objects.of(order.store_id).get(pk=order.pk)
    _book(
        by,
        order.store_id,
        members.record_trade(by=by, store_id=order.store_id, person_id=order.person_id, done=_done(fresh)),
    )


def use_points(by: Actor, orders: Iterable[Order], receipt: Receipt) -> None:
    """Points pay what the receipt says. Raises PointsGone."""
    paid = paid_with_points(receipt)
    for order in orders:
        amount = paid.get(order.store.public_id, 0)
        if amount:
            moved = members.use_points(
                by=by,
                store_id=order.store_id,
                person_id=order.person_id,
                order_ref=order.public_id,
                amount_minor=amount,
            )
            _book(by, order.store_id, moved)


def return_all_points(by: Actor, orders: Sequence[Order]) -> None:
    """Nothing was paid after all: every point used comes back."""
    used = using_points(order.public_id for order in orders)
    for order in orders:
        if order.public_id in used:
            _return(by, order, 0)


def follow_refund(by: Actor, order: Order, back: Return) -> None:
    """Money of the order went back: so do points that paid it, and those it earned too much."""
    store = order.store.public_id
    if points_id(store) in back.split.get("funding", {}):
        refunded = Return.objects.of(order.store_id).filter(order=order, state="refunded")
        fundings = [split.get("funding", {}) for split in refunded.values_list("split", flat=True)]
        paid = paid_with_points(receipt_of(order.group)).get(store, 0)
        _return(by, order, paid - reversed_points(store, fundings))
    moved = members.change_trade(
        by=by,
        store_id=order.store_id,
        person_id=order.person_id,
        order_ref=order.public_id,
        amount_minor=order.paid_minor - order.refunded_minor,
        whole_back=order.state == "refunded",
    )
    _book(by, order.store_id, moved)


@action("orders.expire_lot", audit=False)
def expire_lot(*, by: Actor, store_id: int, lot_pk: int) -> int:
    """Points whose time is over leave the books; returns how many."""
    moved = members.expire_points(by=by, lot_pk=lot_pk)
    _book(by, store_id, moved)
    return -sum(each.points for each in moved)


def expire_points(*, by: Actor = SYSTEM, limit: int = BATCH) -> int:
    """Clear points away whose time is over, each lot in a transaction of its own; returns how many points.

    Nothing depends on it being run: points that ended cannot be used or seen.
    """
    return sum(
        expire_lot(by=by, store_id=store_id, lot_pk=pk) for pk, store_id in lots_to_end(clock.now(), limit)
    )


@action("orders.end_points", audit=False)
def end_points(*, by: Actor, person_id: int, store_id: int | None = None) -> None:
    """A person's points, in one store or in all, leave the books for good."""
    rows = Member.objects.across_stores("one person's own memberships").filter(person_id=person_id)
    mine = rows if store_id is None else rows.filter(store_id=store_id)
    for pk, store in mine.order_by("pk").values_list("pk", "store_id"):
        _book(by, store, members.end_points(by=by, member_pk=pk))


def _return(by: Actor, order: Order, kept_minor: int) -> None:
    moved = members.return_points(
        by=by,
        store_id=order.store_id,
        person_id=order.person_id,
        order_ref=order.public_id,
        kept_minor=kept_minor,
    )
    _book(by, order.store_id, moved)


def _done(order: Order) -> Done:
    left = order.paid_minor - order.refunded_minor
    return Done(
        order.public_id, left, order.currency, order.confirmed_at, whole_back=order.state == "refunded"
    )


def _book(by: Actor, store_id: int, moved: Iterable[Movement]) -> None:
    """Each movement is an entry of its own under the movement's id."""
    for each in moved:
        record_points(
            by=by,
            key=each.public_id,
            store_id=store_id,
            currency=each.currency,
            amount_minor=each.points * each.point_minor,
            kind=each.kind,
            ref=each.ref,
            at=each.at,
        )
