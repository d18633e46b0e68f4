"""What stands in rules and rows as a key, said in words. Price rules' texts stand here too."""

from __future__ import annotations

from datetime import timedelta

from django.utils.translation import gettext
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as N_

from regulars.faces.look.moments import local_date
from regulars.faces.look.speech import money as money
from regulars.trade.offers.rules import SENTENCES, Sentence
from regulars.trade.orders.queries import OrderGroup, parts_of

# What is promised later than this is said by its day: presales, things made to order.
SOON = timedelta(days=3)
PRICE_WORDS = (
    N_("Goods at list price: {amount_minor}"),
    N_("Goods to pay: {amount_minor}"),
    N_("Freight: {amount_minor}"),
    N_("Total: {amount_minor}"),
    N_("{step}: {title}, {amount_minor} off"),
    N_("{missing_minor} more for {off_minor} off ({title})"),
    N_("{title} has not started yet"),
    N_("{title} is over"),
    N_("{title} needs its code"),
    N_("Collect {title} first, then it counts"),
    N_("You left {title} out"),
    N_("{title} is for other customers"),
    N_("{title} is for the first order in a store"),
    N_("{title} is used up"),
    N_("{distance_minor} more for {off_minor} off ({title})"),
    N_("Another offer takes off more than {title}"),
    N_("You pay less without {title}"),
    N_("Nothing is left to pay where {title} would apply"),
    N_("{title} takes nothing off these goods"),
    N_("Price of the item"),
    N_("Spend and save of the store"),
    N_("Coupon of the store"),
    N_("Coupon of the market"),
    N_("Spend and save across stores"),
    N_("Points"),
    N_("Red envelope"),
    N_("Red envelope of the payment"),
    N_("Freight"),
)


def sentence(said: Sentence, currency: str) -> str:
    """A sentence of the price rules in the reader's language."""
    params = {
        key: money(value, currency) if key.endswith("_minor") and isinstance(value, int) else value
        for key, value in said.params.items()
    }
    if isinstance(params.get("step"), str):
        params["step"] = gettext(str(params["step"]))
    return gettext(SENTENCES[said.key]).format(**params)


def code_state(state: str) -> str:
    """What became of a typed code."""
    return {
        "applied": _("counts"),
        "accepted": _("does not fit the chosen goods yet"),
        "unknown": _("is not valid now"),
        "used-up": _("is used up"),
        "limit-reached": _("was used by you as often as allowed"),
    }.get(state, _("counts once something fitting is chosen"))


def problem(kind: str, left: int) -> str:
    """What is wrong with a line of the basket."""
    if kind == "too-few-left":
        return _("Only %(n)s left") % {"n": left}
    return {"sold-out": _("Sold out"), "not-for-sale": _("Not for sale any more")}.get(kind, "")


def order_state(state: str) -> tuple[str, str]:
    """An order's state as a pill: its colour's code and its words."""
    return {
        "awaiting_payment": ("unpaid", _("Waiting for payment")),
        "paid": ("paid", _("Paid, to be sent")),
        "processing": ("packed", _("Being prepared")),
        "shipped": ("shipped", _("On its way")),
        "delivered": ("delivered", _("Arrived")),
        "confirmed": ("completed", _("Completed")),
        "cancelled": ("cancelled", _("Cancelled")),
        "expired": ("expired", _("Not paid in time")),
        "refunded": ("refunded", _("Money sent back")),
    }.get(state, (state, state))


def return_state(state: str) -> tuple[str, str]:
    """A return's state as a pill."""
    return {
        "asked": ("refund_asked", _("Waiting for the store's answer")),
        "accepted": ("refunding", _("Agreed: send the goods back")),
        "refused": ("rejected", _("Refused by the store")),
        "refunded": ("refunded", _("Money sent back")),
        "withdrawn": ("closed", _("Withdrawn")),
        "disputed": ("in_review", _("The market decides")),
    }.get(state, (state, state))


def return_kinds() -> list[tuple[str, str]]:
    """Ways to get money back for goods that were sent."""
    return [
        ("return_and_refund", _("Send goods back, get the money back")),
        ("refund_only", _("Money back without sending anything")),
    ]


def reasons() -> list[tuple[str, str]]:
    """Why something goes back."""
    return [
        ("changed-mind", _("I changed my mind")),
        ("late", _("It came too late")),
        ("damaged", _("It arrived damaged")),
        ("not-as-described", _("It is not as described")),
        ("wrong-item", _("Something else was sent")),
        ("missing-part", _("A part is missing")),
        ("other", _("Another reason")),
    ]


def reason(key: str) -> str:
    """A reason in words."""
    return dict([*reasons(), ("agreed", _("Agreed with the store"))]).get(key, key)


def happened(kind: str) -> str:
    """A step of an order's timeline."""
    return {
        "placed": _("Ordered"),
        "paid": _("Paid"),
        "accepted": _("The store prepares it"),
        "shipped": _("Sent"),
        "parcel": _("Tracking number given"),
        "delivered": _("Arrived"),
        "confirmed": _("Completed"),
        "cancelled": _("Cancelled"),
        "expired": _("Not paid in time"),
        "refused": _("The store cannot deliver"),
        "refunded": _("Money sent back"),
        "return-asked": _("Money back asked for"),
        "return-accepted": _("The store agreed"),
        "return-sent": _("Goods on their way back"),
        "return-refused": _("The store refused"),
        "return-withdrawn": _("Request withdrawn"),
        "return-disputed": _("The market was asked to decide"),
    }.get(kind, kind)


def who(by_kind: str) -> str:
    """Who did a step."""
    return {
        "shopper": _("You"),
        "guest": _("You"),
        "staff": _("The store"),
        "operator": _("The market"),
        "provider": _("Payment service"),
    }.get(by_kind, "")


def provider(name: str) -> tuple[str, str]:
    """A way to pay: its name and what to know about it."""
    return {
        "test": (_("Test payment"), _("For trying things out: no real money moves.")),
        "stripe": (_("Card or wallet"), _("You pay on Stripe's own page and come back here.")),
    }.get(name, (name.title(), ""))


def thanks(group: OrderGroup) -> str:
    """What a paid group brought the stores, and by when they send: within two days, or by the day they promised."""
    amount = {"amount": money(group.payable_minor, group.currency)}
    days = [order.ship_by for order in parts_of(group) if order.ship_by]
    if days and group.paid_at and max(days) > group.paid_at + SOON:
        words = amount | {"day": local_date(max(days))}
        return _("%(amount)s arrived. The stores know and send your goods by %(day)s.") % words
    return _("%(amount)s arrived. The stores know and send your goods within two days.") % amount
