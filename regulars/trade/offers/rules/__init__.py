"""Judgement of offers: the price of a basket as a pure function, with its receipt, replay and refunds."""

from .basket import Basket, Line, Person
from .days import MOST_DATES, Days, days_of, keys_of_tiers, tier_key
from .hours import Times, times_of
from .pricing import price, replay
from .receipt import RULE_VERSION, NextTier, Receipt, ReceiptLine, ReceiptStep, Refused, StoreTotal
from .refund import NOTHING, Refunded, RefundLine, RefundReceipt, refund
from .steps import KINDS, STEPS, Kind, Step
from .terms import ALL_GOODS, OfferTerms, Scope, Tier
from .words import SENTENCES, Sentence, explain

__all__ = [
    "ALL_GOODS",
    "KINDS",
    "MOST_DATES",
    "NOTHING",
    "RULE_VERSION",
    "SENTENCES",
    "STEPS",
    "Basket",
    "Days",
    "Kind",
    "Line",
    "NextTier",
    "OfferTerms",
    "Person",
    "Receipt",
    "ReceiptLine",
    "ReceiptStep",
    "RefundLine",
    "RefundReceipt",
    "Refunded",
    "Refused",
    "Scope",
    "Sentence",
    "Step",
    "StoreTotal",
    "Tier",
    "Times",
    "days_of",
    "explain",
    "keys_of_tiers",
    "price",
    "refund",
    "replay",
    "tier_key",
    "times_of",
]
