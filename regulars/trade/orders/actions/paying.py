"""Money arrives for a group: stock is sold, the books know it, the relation remembers it. One transaction.

A payment within the time held always wins. A late one takes stock and offers again while they can be had;
otherwise the money goes back. A paid order is never cancelled for want of stock.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import DateTimeField, QuerySet, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from regulars.goods.catalog.actions import SoldOut, hold_stock, sell_held
from regulars.ground.bus.attempts import attempt
from regulars.ground.bus.outbox import announce
from regulars.ground.kit import clock
from regulars.ground.kit.actions import action
from regulars.ground.kit.actors import Actor
from regulars.ground.kit.refusals import Refusal
from regulars.ground.kit.statements import Become, change, statement
from regulars.loyalty.customers.actions import record_purchase
from regulars.loyalty.members.actions import PointsGone
from regulars.trade.advances.actions import take_payment
from regulars.trade.advances.hooks import Lost
from regulars.trade.offers.actions import OfferGone, OfferLimitReached, use_offers
from regulars.trade.orders.actions.ending import end_unpaid
from regulars.trade.orders.actions.facts import paid_fact
from regulars.trade.orders.actions.history import tell
from regulars.trade.orders.actions.membership import use_points
from regulars.trade.orders.actions.prepaid import shares_in, use_again
from regulars.trade.orders.actions.straying import correct_earlier, keep_apart, send_back
from regulars.trade.orders.models import Order, OrderGroup, OrderLine
from regulars.trade.orders.queries.holders import holder_keys
from regulars.trade.orders.queries.receipts import receipt_of
from regulars.trade.orders.queries.shopper import own_group
from regulars.trade.orders.rules.granting import grants
from regulars.trade.payments.actions import ProviderMessage, receive, start_payment
from regulars.trade.payments.models import Payment
from regulars.trade.services.actions import plans_paid
from regulars.trade.settlement.actions import OrderShare, open_accounts, record_capture

SHIP_WITHIN = timedelta(days=2)
# A hold that is sold in the same transaction; its length only has to be longer than that.
A_MOMENT = timedelta(minutes=5)
LOST = (Lost, SoldOut, OfferGone, OfferLimitReached, PointsGone)


class NotPayable(Refusal):
    """Paid already, cancelled, or too late."""

    status = 409
    code = "not-payable"
    sentence = _("This order is not waiting for payment any more. Look at your orders, or order again.")


@action("orders.start_paying", audit=False)
def start_paying(*, by: Actor, group: str, provider: str = "", guest_key: str = "") -> Payment:
    """Begin to pay a group over `provider`. Raises NotPayable, NotFound, NoSuchProvider."""
    row = own_group(by, group, guest_key)
    if row.state != "awaiting_payment" or row.pay_until <= clock.now():
        raise NotPayable(state=row.state)
    payment = start_payment(
        by=by, ref=row.public_id, amount_minor=row.payable_minor, currency=row.currency, provider=provider
    )
    # Now, while nothing is locked: no payment that arrives has to open an account in the middle of a sale.
    open_accounts(by=by, currency=row.currency, store_ids=_stores_of(row.pk), provider=payment.provider)
    return payment


@action("orders.receive_payment", audit=False)
def receive_payment(*, by: Actor, provider: str, message: ProviderMessage) -> str:
    """Take a provider's verified message, however often and in whatever order it comes.

    Returns "paid", "returned" (late, and no longer to be had: the money goes back), "overpaid" (paid before:
    the money goes back), "held" (amount or currency do not match), "repeat", "failed", "refunded",
    "refund-failed", "unknown" or "ignored".
    """
    outcome = receive(by=by, provider=provider, message=message)
    payment = outcome.payment
    if payment is None:
        return outcome.kind
    if outcome.kind == "captured":
        correct_earlier(by, payment)
        return _arrived(by, payment)
    if outcome.kind == "overpaid":
        send_back(by, payment, "twice")
    elif outcome.kind == "held":
        keep_apart(by, payment)
    return outcome.kind


def _arrived(by: Actor, payment: Payment) -> str:
    group = _groups.first(payment.ref)
    if group is None:
        return _arrived_ahead(by, payment)
    if _taken(by, group, payment):
        return "paid"
    group.refresh_from_db()
    if group.state == "awaiting_payment":
        end_unpaid(by, group, "expired")
    send_back(by, payment, "cancelled" if group.state == "cancelled" else "late")
    return "returned"


def _arrived_ahead(by: Actor, payment: Payment) -> str:
    """Money for no order: for something that becomes one later, or for nothing we know."""
    stands = take_payment(by=by, payment=payment) if payment.ref.startswith("adv_") else "unknown"
    if stands == "paid":
        return stands
    send_back(by, payment, stands)
    return "returned"


def _taken(by: Actor, group: OrderGroup, payment: Payment) -> bool:
    """Whether the group could be paid: on time, or late and everything still to be had."""
    try:
        with attempt():
            for state in ("awaiting_payment", "expired"):
                if _claim(group, state):
                    paid = payment.public_id, payment.provider, payment.received_minor
                    settle_paid(by, group, *paid, again=state == "expired")
                    return True
    except LOST:
        pass
    return False


def _claim(group: OrderGroup, state: str) -> bool:
    now = clock.now()
    if not _paid(group.pk, state, now):
        return False
    group.state, group.paid_at = "paid", now
    return True


@change
def _paid(group: int, state: str, now: datetime) -> Become[OrderGroup]:
    become = {"state": "paid", "paid_at": now, "ended_at": None}
    return OrderGroup.objects.filter(pk=group, state=state), become


@statement
def _groups(public_id: str) -> QuerySet[OrderGroup, OrderGroup]:
    return OrderGroup.objects.filter(public_id=public_id).select_related("receipt")


@statement
def _orders_of(group: int) -> QuerySet[Order, Order]:
    return Order.objects.across_stores("the orders of one group").filter(group=group).order_by("store_id")


@statement
def _stores_of(group: int) -> QuerySet[Order, int]:
    everywhere = Order.objects.across_stores("the orders of one group")
    return everywhere.filter(group=group).values_list("store_id", flat=True)


@change
def _orders_paid(group: int, now: datetime, by_then: datetime) -> Become[Order]:
    usual = Value(by_then, output_field=DateTimeField())
    become = {"state": "paid", "paid_at": now, "ship_by": Coalesce("ship_by", usual), "ended_at": None}
    return Order.objects.across_stores("the orders of one group").filter(group=group), become


@statement
def _lines_in(orders: list[int]) -> QuerySet[OrderLine, OrderLine]:
    return OrderLine.objects.filter(order__in=orders).select_related("product", "variant").order_by("pk")


def _take_again(by: Actor, group: OrderGroup) -> None:
    """The group expired and gave everything back: take it all once more. Raises one of LOST."""
    holders = holder_keys(group.person_id, group.contact_email, group.contact_phone)
    receipt = receipt_of(group)
    use_offers(by=by, ref=group.public_id, receipt=receipt, holders=holders, person_pk=group.person_id)
    mine = Order.objects.across_stores("the orders of one group").filter(group=group)
    use_points(by, mine.select_related("store").order_by("pk"), receipt)
    lines = dict(
        OrderLine.objects.filter(order__group=group, off_shelf=False).values_list("variant_id", "quantity")
    )
    if lines:
        hold_stock(by=by, ref=group.public_id, lines=lines, until=clock.now() + A_MOMENT)


def settle_paid(
    by: Actor, group: OrderGroup, payment_ref: str, provider: str, received_minor: int, *, again: bool = False
) -> None:
    """Everything that follows from a group being paid; offers (taken `again`, when late) and stock last.

    Raises SoldOut; one of LOST when taking again fails.
    """
    now = group.paid_at
    _orders_paid(group.pk, now, now + SHIP_WITHIN)
    orders = _orders_of(group.pk)
    grants.paid(by, group.grants, group.public_id)
    if again:
        use_again(by, group)
    first = {order.pk: _remember(by, order) for order in orders}
    record_capture(
        by=by,
        ref=payment_ref,
        provider=provider,
        currency=group.currency,
        at=now,
        orders=[share_of(order) for order in orders],
        received_minor=received_minor,
        advances=shares_in(group),
    )
    plans_paid(by=by, group_ref=group.public_id)
    tell(orders, "paid", by)
    lines = _lines_in([order.pk for order in orders])
    announce(
        *(
            paid_fact(
                order, group, [each for each in lines if each.order_id == order.pk], first=first[order.pk]
            )
            for order in orders
        )
    )
    if again:
        _take_again(by, group)
    sell_held(by=by, ref=group.public_id)


def _remember(by: Actor, order: Order) -> bool:
    relation = record_purchase(
        by=by,
        store_id=order.store_id,
        person_id=order.person_id,
        amount_minor=order.paid_minor,
        currency=order.currency,
        at=order.paid_at,
        origin="order",
        origin_ref=order.public_id,
    )
    return relation.orders_count == 1


def share_of(order: Order) -> OrderShare:
    """The order's share of its group's payment, as the books take it."""
    return OrderShare(
        order.public_id, order.store_id, order.paid_minor, order.market_discount_minor, order.commission_minor
    )


def pay_nothing(by: Actor, group: OrderGroup) -> None:
    """A group of which nothing is left to pay is paid as soon as it is placed."""
    if _claim(group, "awaiting_payment"):
        settle_paid(by, group, group.public_id, "none", 0)
