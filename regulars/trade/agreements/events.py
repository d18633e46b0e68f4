"""Facts about agreements. Ids are public ids; amounts are minor units of `currency`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from regulars.ground.bus.facts import Fact, public


@public
@dataclass(frozen=True, slots=True, kw_only=True)
class QuoteAsked(Fact):
    """A person asked a store to make something."""

    name: ClassVar[str] = "trade.quote-asked.v1"
    agreement: str
    product: str


@public
@dataclass(frozen=True, slots=True, kw_only=True)
class VersionProposed(Fact):
    """One side proposed terms; `change` when others are in force already."""

    name: ClassVar[str] = "trade.agreement-proposed.v1"
    agreement: str
    version: int
    side: str
    price_minor: int
    currency: str
    change: bool


@public
@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementSigned(Fact):
    """Both sides signed the same version."""

    name: ClassVar[str] = "trade.agreement-signed.v1"
    agreement: str
    version: int
    digest: str
    price_minor: int
    currency: str


@public
@dataclass(frozen=True, slots=True, kw_only=True)
class MilestoneDone(Fact):
    """A duty was done, so many days after its day."""

    name: ClassVar[str] = "trade.agreement-milestone-done.v1"
    agreement: str
    milestone: str
    kind: str
    side: str
    late_days: int


@public
@dataclass(frozen=True, slots=True, kw_only=True)
class ProofRefused(Fact):
    """The shopper held a proof against the signed text and refused it, for the so-manieth time."""

    name: ClassVar[str] = "trade.agreement-proof-refused.v1"
    agreement: str
    milestone: str
    times: int


@public
@dataclass(frozen=True, slots=True, kw_only=True)
class DutyDue(Fact):
    """A duty is due within a day (`due`, ISO 8601), or was and is `late`: once for each. `side` has to do it."""

    name: ClassVar[str] = "trade.agreement-due.v1"
    agreement: str
    milestone: str
    kind: str
    side: str
    due: str
    late: bool


@public
@dataclass(frozen=True, slots=True, kw_only=True)
class CreditGiven(Fact):
    """Lateness gave the shopper money: `way` is "balance" (less to pay) or "refund" (sent back)."""

    name: ClassVar[str] = "trade.agreement-credit-given.v1"
    agreement: str
    step: int
    amount_minor: int
    currency: str
    way: str


@public
@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementMoved(Fact):
    """The agreement reached a state: delivered, rejected, disputed, accepted, cancelled, decided, declined, withdrawn.

    `kept_minor` and `returned_minor` are what of the payments stayed with the store and went back.
    """

    name: ClassVar[str] = "trade.agreement-moved.v1"
    agreement: str
    state: str
    side: str
    kept_minor: int = 0
    returned_minor: int = 0
    currency: str = ""
