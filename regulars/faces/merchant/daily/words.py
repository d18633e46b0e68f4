"""What stands in rows as a key, said in words for the store's staff."""

from __future__ import annotations

from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext as _

from regulars.faces.look.speech import listed
from regulars.faces.look.speech import money as money
from regulars.faces.look.speech import number_of as number_of
from regulars.goods.catalog.queries import said, sold_options
from regulars.trade.offers.rules import STEPS
from regulars.trade.orders.queries import OrderLine

STEP_WORDS = {step.key: step.words for step in STEPS}


def order_state(code: str) -> tuple[str, str]:
    """An order's state as a pill: its colour's code and its words."""
    return {
        "awaiting_payment": ("unpaid", _("Not paid yet")),
        "paid": ("paid", _("To ship")),
        "processing": ("packed", _("Being packed")),
        "shipped": ("shipped", _("On its way")),
        "delivered": ("delivered", _("Delivered")),
        "confirmed": ("completed", _("Completed")),
        "cancelled": ("cancelled", _("Cancelled")),
        "expired": ("expired", _("Never paid")),
        "refunded": ("refunded", _("Refunded")),
    }.get(code, (code, code))


def return_state(code: str) -> tuple[str, str]:
    """A return's state as a pill."""
    return {
        "asked": ("refund_asked", _("To decide")),
        "accepted": ("refunding", _("Goods coming back")),
        "refused": ("rejected", pgettext("return", "Refused")),
        "refunded": ("refunded", _("Refunded")),
        "withdrawn": ("cancelled", _("Withdrawn")),
        "disputed": ("suspended", _("With the market")),
    }.get(code, (code, code))


def return_kind(code: str) -> str:
    """What the shopper asks for."""
    return {
        "cancel": _("Cancel before shipping"),
        "refund_only": _("Money back, goods stay"),
        "return_and_refund": _("Goods back, money back"),
    }.get(code, code)


def reason(code: str) -> str:
    """Why goods go back."""
    return {
        "changed-mind": _("Changed their mind"),
        "late": _("Took too long"),
        "damaged": _("Arrived damaged"),
        "not-as-described": _("Not as described"),
        "wrong-item": _("The wrong item came"),
        "missing-part": _("Something was missing"),
        "agreed": _("Agreed with the store"),
        "other": _("Another reason"),
    }.get(code, code)


def event(kind: str) -> str:
    """A step in an order's timeline."""
    return {
        "placed": _("Order placed"),
        "paid": _("Paid"),
        "accepted": _("Packing began"),
        "processing": _("Packing began"),
        "shipped": _("Shipped"),
        "parcel": _("Tracking number given"),
        "delivered": _("Delivered"),
        "confirmed": _("Completed: the money is the store's"),
        "refused": _("Refused by the store"),
        "cancelled": _("Cancelled before it was paid"),
        "expired": _("Not paid in time"),
        "refunded": _("Money sent back"),
        "return-asked": _("Money back asked for"),
        "return-accepted": _("Return accepted"),
        "return-sent": _("Goods on their way back"),
        "return-refused": _("Return refused"),
        "return-withdrawn": _("Return withdrawn"),
        "return-disputed": _("The market was asked to decide"),
    }.get(kind, kind)


def stage(code: str) -> tuple[str, str]:
    """Where a relation stands, as a badge: kind and words."""
    return {
        "repeat": ("good", _("Bought again")),
        "buyer": ("info", _("Bought once")),
        "lapsed": ("warn", _("No order lately")),
        "follower": ("brand", _("Follower")),
        "visitor": ("neutral", _("Visitor")),
    }.get(code, ("neutral", code))


def origin(code: str) -> str:
    """Where a customer came from."""
    return {
        "order": _("An order"),
        "follow": _("Followed the store"),
        "visit": _("A visit to the store"),
        "search": _("The market's search"),
        "share": _("A shared link"),
        "offer": _("An offer"),
        "import": _("Brought along by an import"),
    }.get(code, code)


def purpose(code: str) -> str:
    """What a consent is for."""
    return {"offers": _("Offers"), "news": _("News"), "service": _("Service messages")}.get(code, code)


def channel(code: str) -> str:
    """Over what a person may be written to."""
    return {
        "inbox": _("Inbox"),
        "email": _("E-mail"),
        "sms": _("Text message"),
        "push": _("Phone notice"),
    }.get(code, code)


def reachable(code: str) -> str:
    """Who may be written to over a channel."""
    return {
        "inbox": _("Allows messages in the inbox"),
        "email": _("Allows e-mail"),
        "sms": _("Allows text messages"),
        "push": _("Allows notices on the phone"),
    }.get(code, code)


def part(code: str) -> str:
    """What an amount on the statement is."""
    return {
        "sale": _("Sale"),
        "discount": _("Offer paid by the market"),
        "commission": _("Commission"),
        "refund": pgettext("statement", "Refund"),
        "service": _("Service plans: set aside and earned"),
        "payout": _("Payout"),
    }.get(code, _("Adjustment"))


def payout_state(code: str) -> tuple[str, str]:
    """A payout's state as a pill."""
    return {
        "prepared": ("pending", _("On its way")),
        "sent": ("completed", _("Sent to your bank")),
        "returned": ("failed", _("Came back")),
    }.get(code, (code, code))


def step(code: str) -> str:
    """The kind of an offer on a receipt."""
    return gettext(STEP_WORDS[code]) if code in STEP_WORDS else ""


def title_of(line: OrderLine) -> str:
    """A line's title in the reader's language."""
    return said(line.title, line.title_zh)


def variant_of(line: OrderLine) -> str:
    """A line's options in the reader's language: "Size 2, blue". Expects the line with its variant."""
    return listed(sold_options(line.options, line.variant).values())
