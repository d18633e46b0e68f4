"""The console's words for states, rights, accounts and happenings."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from django.utils.functional import Promise
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from regulars.ground.kit.money import format_money

ORDER_STATES = {
    "": lazy("All"),
    "awaiting_payment": lazy("Waiting for payment"),
    "paid": lazy("Paid"),
    "processing": lazy("In preparation"),
    "shipped": lazy("On its way"),
    "delivered": lazy("Delivered"),
    "confirmed": lazy("Completed"),
    "refunded": lazy("Refunded"),
    "cancelled": lazy("Cancelled"),
    "expired": lazy("Expired"),
}
ORDER_LOOK = {"awaiting_payment": "unpaid", "processing": "packed", "confirmed": "completed"}
RETURN_STATES = {
    "asked": lazy("With the store"),
    "accepted": lazy("Accepted"),
    "refused": lazy("Refused"),
    "refunded": lazy("Refunded"),
    "withdrawn": lazy("Withdrawn"),
    "disputed": lazy("To decide"),
}
RETURN_LOOK = {"disputed": "held", "refused": "rejected", "accepted": "approved", "withdrawn": "closed"}
RETURN_KINDS = {
    "refund_only": lazy("Money back, goods stay"),
    "return_and_refund": lazy("Goods and money back"),
    "cancel": lazy("Cancelled before shipping"),
}
RETURN_REASONS = {
    "changed-mind": lazy("Changed my mind"),
    "late": lazy("Too late"),
    "damaged": lazy("Damaged"),
    "not-as-described": lazy("Not as described"),
    "wrong-item": lazy("Wrong item"),
    "missing-part": lazy("Something is missing"),
    "agreed": lazy("Agreed with the store"),
    "other": lazy("Another reason"),
}
EVENTS = {
    "placed": lazy("Ordered"),
    "paid": lazy("Paid"),
    "accepted": lazy("Accepted by the store"),
    "processing": lazy("Accepted by the store"),
    "shipped": lazy("Shipped"),
    "delivered": lazy("Delivered"),
    "confirmed": lazy("Receipt confirmed"),
    "cancelled": lazy("Cancelled"),
    "expired": lazy("Not paid in time"),
    "refused": lazy("The store could not deliver"),
    "refunded": lazy("Money back"),
    "return-asked": lazy("Return asked for"),
    "return-accepted": lazy("Return accepted"),
    "return-refused": lazy("Return refused"),
    "return-refunded": lazy("Money back"),
    "return-withdrawn": lazy("Return withdrawn"),
    "return-disputed": lazy("The market is asked to decide"),
}
WHO = {
    "guest": lazy("guest"),
    "shopper": lazy("shopper"),
    "staff": lazy("store"),
    "operator": lazy("market"),
    "provider": lazy("payment provider"),
    "system": lazy("system"),
}
ACCOUNTS = {
    "payments": lazy("With the payment provider"),
    "escrow": lazy("Held for orders under way"),
    "commission_held": lazy("Commission not yet earned"),
    "refunds": lazy("Refunds on their way"),
    "payouts": lazy("Payouts on their way"),
    "unmatched": lazy("Money that matches nothing"),
    "store_payable": lazy("Owed to stores"),
    "commission": lazy("Commission earned"),
    "market_discounts": lazy("Discounts paid by the market"),
    "provider_fees": lazy("Fees of payment providers"),
    "adjustments": lazy("Adjustments"),
    "bank": lazy("Bank"),
}
ENTRIES = {
    "capture": lazy("Payment received"),
    "completion": lazy("Order completed"),
    "refund": lazy("Refund decided"),
    "refund-sent": lazy("Refund sent"),
    "provider-settled": lazy("Provider transferred"),
    "payout": lazy("Payout prepared"),
    "payout-sent": lazy("Payout sent"),
    "payout-returned": lazy("Payout came back"),
    "unmatched": lazy("Unmatched money"),
    "unmatched-moved": lazy("Unmatched money moved"),
}
REASONS = {
    "Paid after the order had expired and could not be had any more": lazy(
        "Paid after the order had expired and could not be had any more"
    ),
    "The order was paid by another payment before": lazy("The order was paid by another payment before"),
    "Paid after the order was cancelled": lazy("Paid after the order was cancelled"),
    "Paid for an order that does not exist": lazy("Paid for an order that does not exist"),
}
PAYOUTS = {
    "": lazy("All"),
    "prepared": lazy("Prepared"),
    "sent": lazy("Sent"),
    "returned": lazy("Came back"),
}
PAYOUT_LOOK = {"prepared": "scheduled", "sent": "completed", "returned": "failed"}
RIGHTS = {
    "market.read": lazy("Read the console"),
    "market.merchants": lazy("Suspend and restore stores, grant roles, redeliver messages"),
    "market.catalog": lazy("Change categories and brands"),
    "market.offers": lazy("Run offers across stores"),
    "market.orders": lazy("Decide disputes"),
    "market.money": lazy("Commission, un-cleared money and payouts"),
}
ROLES = {
    "owner": lazy("Owner"),
    "operation": lazy("Operation"),
    "warehouse": lazy("Warehouse"),
    "reception": lazy("Reception"),
    "accountant": lazy("Accountant"),
}


def named(table: Mapping[str, str | Promise], key: str) -> str:
    """The words for a key; the key itself when nobody named it."""
    return str(table.get(key, key))


def money(minor: int, currency: str) -> str:
    """The amount as people write it."""
    return format_money(minor, currency, get_language() or "en")


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
