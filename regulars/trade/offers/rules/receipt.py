"""The price receipt: what was taken off, at which step, by which offer, paid by whom, and why not more."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from . import plain
from .basket import Basket
from .terms import OfferTerms

RULE_VERSION = "price-1"


@dataclass(frozen=True, slots=True)
class ReceiptLine:
    """One line: list amount, what each step took off it, and what is paid for the goods."""

    line_id: str
    store_id: str
    quantity: int
    unit_minor: int
    list_minor: int
    off: Mapping[str, int]
    paid_minor: int


@dataclass(frozen=True, slots=True)
class ReceiptStep:
    """One offer that applied. `base_minor` is the amount it looked at.

    `split` is per line (per store for freight); `funding` is per store id and "market". Both add up
    to `amount_minor`. `claim_id` is the claim to be marked as used.
    """

    step: str
    offer_id: str
    version: int
    title: str
    base_minor: int
    amount_minor: int
    funding: Mapping[str, int]
    split: Mapping[str, int]
    claim_id: str | None = None


@dataclass(frozen=True, slots=True)
class Refused:
    """One offer that covers goods of the basket and did not apply; see `words.SENTENCES` for the reasons.

    `distance_minor` is what is missing to the next tier and `off_minor` what would then come off.
    """

    offer_id: str
    step: str
    reason: str
    title: str
    store_id: str | None = None
    distance_minor: int | None = None
    off_minor: int | None = None

    @property
    def sentence(self) -> str:
        """Key of the sentence that tells the shopper why."""
        return f"refused.{self.reason}"


@dataclass(frozen=True, slots=True)
class NextTier:
    """`missing_minor` more of the offer's goods and `off_minor` comes off instead of `now_minor`."""

    offer_id: str
    step: str
    title: str
    store_id: str | None
    missing_minor: int
    off_minor: int
    now_minor: int


@dataclass(frozen=True, slots=True)
class StoreTotal:
    """The part of one store: list and paid amount of its goods, list and paid freight, and their total."""

    store_id: str
    list_minor: int
    goods_minor: int
    freight_list_minor: int
    freight_minor: int
    total_minor: int


@dataclass(frozen=True, slots=True)
class Receipt:
    """The whole price. It carries its inputs, so `replay` can make it again.

    `complete` is False when the search for the best combination stopped at its limit.
    """

    rule_version: str
    currency: str
    priced_at: datetime
    lines: tuple[ReceiptLine, ...]
    steps: tuple[ReceiptStep, ...]
    refused: tuple[Refused, ...]
    next_tiers: tuple[NextTier, ...]
    stores: tuple[StoreTotal, ...]
    list_minor: int
    goods_minor: int
    freight_minor: int
    total_minor: int
    complete: bool
    basket: Basket
    offers: tuple[OfferTerms, ...]

    def to_json(self) -> str:
        """The receipt as compact JSON; equal receipts give equal texts."""
        return plain.dumps(self)

    @classmethod
    def from_json(cls, text: str) -> Receipt:
        """Read a receipt back. Raises ValueError when the text is not a receipt."""
        return plain.loads(cls, text)
