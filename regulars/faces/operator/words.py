"""The console's words for states, rights, accounts and happenings."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from regulars.faces.look.speech import money as money

ORDER_STATES = {
    "": gettext_lazy("All"),
    "awaiting_payment": gettext_lazy("Waiting for payment"),
    "paid": gettext_lazy("Paid"),
    "processing": gettext_lazy("In preparation"),
    "shipped": gettext_lazy("On its way"),
    "delivered": gettext_lazy("Delivered"),
    "confirmed": gettext_lazy("Completed"),
    "refunded": gettext_lazy("Refunded"),
    "cancelled": gettext_lazy("Cancelled"),
    "expired": gettext_lazy("Expired"),
}
ORDER_LOOK = {"awaiting_payment": "unpaid", "processing": "packed", "confirmed": "completed"}
RETURN_STATES = {
    "asked": gettext_lazy("With the store"),
    "accepted": gettext_lazy("Accepted"),
    "refused": gettext_lazy("Refused"),
    "refunded": gettext_lazy("Refunded"),
    "withdrawn": gettext_lazy("Withdrawn"),
    "disputed": gettext_lazy("Awaiting decision"),
}
RETURN_LOOK = {"disputed": "held", "refused": "rejected", "accepted": "approved", "withdrawn": "closed"}
RETURN_KINDS = {
    "refund_only": gettext_lazy("Money back, goods stay"),
    "return_and_refund": gettext_lazy("Goods and money back"),
    "cancel": gettext_lazy("Cancelled before shipping"),
}
RETURN_REASONS = {
    "changed-mind": gettext_lazy("Changed my mind"),
    "late": gettext_lazy("Too late"),
    "damaged": gettext_lazy("Damaged"),
    "not-as-described": gettext_lazy("Not as described"),
    "wrong-item": gettext_lazy("Wrong item"),
    "missing-part": gettext_lazy("A part is missing"),
    "agreed": gettext_lazy("Agreed with the store"),
    "other": gettext_lazy("Another reason"),
}
EVENTS = {
    "placed": gettext_lazy("Ordered"),
    "paid": gettext_lazy("Paid"),
    "accepted": gettext_lazy("Accepted by the store"),
    "processing": gettext_lazy("Accepted by the store"),
    "shipped": gettext_lazy("Shipped"),
    "parcel": gettext_lazy("Tracking number given"),
    "delivered": gettext_lazy("Delivered"),
    "confirmed": gettext_lazy("Receipt confirmed"),
    "cancelled": gettext_lazy("Cancelled"),
    "expired": gettext_lazy("Not paid in time"),
    "refused": gettext_lazy("The store could not deliver"),
    "refunded": gettext_lazy("Refunded"),
    "return-asked": gettext_lazy("Return asked for"),
    "return-accepted": gettext_lazy("Return accepted"),
    "return-sent": gettext_lazy("Goods on their way back"),
    "return-refused": gettext_lazy("Return refused"),
    "return-refunded": gettext_lazy("Refunded"),
    "return-withdrawn": gettext_lazy("Return withdrawn"),
    "return-disputed": gettext_lazy("The market is asked to decide"),
}
WHO = {
    "guest": gettext_lazy("guest"),
    "shopper": gettext_lazy("shopper"),
    "staff": gettext_lazy("store"),
    "operator": gettext_lazy("market"),
    "provider": gettext_lazy("payment provider"),
    "system": gettext_lazy("system"),
}
ACCOUNTS = {
    "payments": gettext_lazy("With the payment provider"),
    "escrow": gettext_lazy("Held for orders under way"),
    "advances": gettext_lazy("Paid ahead, not yet for an order"),
    "commission_held": gettext_lazy("Commission not yet earned"),
    "refunds": gettext_lazy("Refunds on their way"),
    "payouts": gettext_lazy("Payouts on their way"),
    "unmatched": gettext_lazy("Money that matches nothing"),
    "store_payable": gettext_lazy("Owed to stores"),
    "service_liability": gettext_lazy("Service plans paid, earned day by day"),
    "points": gettext_lazy("Points owed to members, by stores"),
    "points_given": gettext_lazy("Points given to members, by stores"),
    "commission": gettext_lazy("Commission earned"),
    "market_discounts": gettext_lazy("Discounts paid by the market"),
    "provider_fees": gettext_lazy("Fees of payment providers"),
    "adjustments": gettext_lazy("Adjustments"),
    "bank": gettext_lazy("Bank"),
}
ENTRIES = {
    "capture": gettext_lazy("Payment received"),
    "completion": gettext_lazy("Order completed"),
    "advance": gettext_lazy("Paid ahead"),
    "advance-returned": gettext_lazy("Paid ahead, given back"),
    "advance-kept": gettext_lazy("Paid ahead, kept by the store"),
    "points": gettext_lazy("Points moved"),
    "refund": gettext_lazy("Refund decided"),
    "refund-sent": gettext_lazy("Refund sent"),
    "provider-settled": gettext_lazy("Provider transferred"),
    "payout": gettext_lazy("Payout prepared"),
    "payout-sent": gettext_lazy("Payout sent"),
    "payout-returned": gettext_lazy("Payout came back"),
    "unmatched": gettext_lazy("Unmatched money"),
    "unmatched-moved": gettext_lazy("Unmatched money moved"),
}
REASONS = {
    "Paid after the order had expired and could not be had any more": gettext_lazy(
        "Paid after the order had expired and could not be had any more"
    ),
    "The order was paid by another payment before": gettext_lazy(
        "The order was paid by another payment before"
    ),
    "Paid after the order was cancelled": gettext_lazy("Paid after the order was cancelled"),
    "Paid for an order that does not exist": gettext_lazy("Paid for an order that does not exist"),
}
PAYOUTS = {
    "": gettext_lazy("All"),
    "prepared": gettext_lazy("Prepared"),
    "sent": gettext_lazy("Paid out"),
    "returned": gettext_lazy("Returned by the bank"),
}
PAYOUT_LOOK = {"prepared": "scheduled", "sent": "completed", "returned": "failed"}
PROVIDERS: dict[str, str | Promise] = {"test": gettext_lazy("Test payment"), "stripe": "Stripe"}
RIGHTS = {
    "market.read": gettext_lazy("Read the console"),
    "market.merchants": gettext_lazy("Suspend and restore stores, grant roles, redeliver messages"),
    "market.catalog": gettext_lazy("Change categories and brands"),
    "market.offers": gettext_lazy("Run offers across stores"),
    "market.orders": gettext_lazy("Decide disputes"),
    "market.money": gettext_lazy("Commission, un-cleared money and payouts"),
}
ROLES = {
    "owner": gettext_lazy("Owner"),
    "operation": gettext_lazy("Operation"),
    "warehouse": gettext_lazy("Warehouse"),
    "reception": gettext_lazy("Reception"),
    "accountant": gettext_lazy("Accountant"),
}


def named(table: Mapping[str, str | Promise], key: str) -> str:
    """The words for a key; the key itself when nobody named it."""
    return str(table.get(key, key))


def percent(basis_points: int) -> str:
    """Basis points as a percentage: 650 is "6.5 %"."""
    return f"{basis_points / 100:g}%"


def age(passed: timedelta) -> str:
    """How long something has been waiting, in its largest unit."""
    minutes = max(0, int(passed.total_seconds() // 60))
    if minutes < 60:
        return ngettext("%(n)s minute", "%(n)s minutes", minutes) % {"n": minutes}
    hours = minutes // 60
    if hours < 48:
        return ngettext("%(n)s hour", "%(n)s hours", hours) % {"n": hours}
    days = hours // 24
    return ngettext("%(n)s day", "%(n)s days", days) % {"n": days}


def bounded(count: int, most: int = 100) -> str:
    """A count that stopped at `most`."""
    return _("%(n)s or more") % {"n": most} if count >= most else str(count)
