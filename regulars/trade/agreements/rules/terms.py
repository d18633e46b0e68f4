"""What two sides agree on: one text of which both sign the same version."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any, Literal

Side = Literal["store", "shopper"]
Kind = Literal["pay", "measure", "design", "proof", "approve", "make", "balance", "deliver"]
WHO: dict[str, Side] = {
    "pay": "shopper",
    "measure": "shopper",
    "design": "store",
    "proof": "store",
    "approve": "shopper",
    "make": "store",
    "balance": "shopper",
    "deliver": "store",
}
OTHER: dict[Side, Side] = {"store": "shopper", "shopper": "store"}


@dataclass(frozen=True, slots=True)
class Milestone:
    """One duty: whose it is follows from its kind. `due` is a day of the market.

    `keep_bp`: the share of the price that the store keeps when the shopper cancels after this is done, in
    basis points; `amount_minor` is what a "pay" asks for; `words` what the sides add.
    """

    key: str
    kind: str
    due: date
    keep_bp: int = 0
    amount_minor: int = 0
    words: str = ""

    @property
    def who(self) -> Side:
        """Whose duty it is."""
        return WHO[self.kind]


@dataclass(frozen=True, slots=True)
class Remedy:
    """From `late_days` days late on, `credit_bp` basis points of the price are the shopper's."""

    late_days: int
    credit_bp: int


@dataclass(frozen=True, slots=True)
class Terms:
    """A version's content. Amounts are minor units of `currency`.

    `acceptance_days` run from arrival; from `give_up_days` late on, the side that waits may end the agreement.
    A proof that nobody answers for `answer_days` counts as approved; 0: silence approves none.
    """

    currency: str
    title: str
    spec: str
    price_minor: int
    milestones: tuple[Milestone, ...]
    remedies: tuple[Remedy, ...] = ()
    acceptance_days: int = 7
    give_up_days: int = 30
    details: tuple[tuple[str, str], ...] = field(default=())
    answer_days: int = 0

    @property
    def ahead_minor(self) -> int:
        """What is paid before the balance: deposit and instalments."""
        return sum(one.amount_minor for one in self.milestones if one.kind == "pay")

    @property
    def balance_minor(self) -> int:
        """What is left to pay at the end, before any credit."""
        return self.price_minor - self.ahead_minor

    def milestone(self, key: str) -> Milestone | None:
        """The milestone called `key`."""
        return next((one for one in self.milestones if one.key == key), None)

    def only(self, kind: str) -> Milestone:
        """The one milestone of a kind that there is once (balance, deliver)."""
        return next(one for one in self.milestones if one.kind == kind)


def plain(terms: Terms) -> dict[str, Any]:
    """The terms as plain JSON values."""
    body = asdict(terms)
    body["milestones"] = [one | {"due": one["due"].isoformat()} for one in body["milestones"]]
    body["details"] = [list(one) for one in terms.details]
    body["remedies"] = list(body["remedies"])
    if not terms.answer_days:
        del body["answer_days"]  # versions from before there were such days keep their digest
    return body


def read(body: Mapping[str, Any]) -> Terms:
    """Terms from their plain form."""
    milestones = tuple(
        Milestone(**{**one, "due": date.fromisoformat(one["due"])}) for one in body["milestones"]
    )
    remedies = tuple(Remedy(**one) for one in body["remedies"])
    details = tuple((str(label), str(value)) for label, value in body["details"])
    rest = {key: body[key] for key in ("currency", "title", "spec", "price_minor")}
    days = {key: body[key] for key in ("acceptance_days", "give_up_days")}
    days["answer_days"] = body.get("answer_days", 0)
    return Terms(**rest, **days, milestones=milestones, remedies=remedies, details=details)


def canonical(agreement: str, number: int, terms: Terms) -> str:
    """The one text of a version: what is signed. Names the agreement, so that no signature fits another."""
    whole = {"agreement": agreement, "version": number, "terms": plain(terms)}
    return json.dumps(whole, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def digest(agreement: str, number: int, terms: Terms) -> str:
    """SHA-256 of the canonical text, in hex."""
    return hashlib.sha256(canonical(agreement, number, terms).encode()).hexdigest()
