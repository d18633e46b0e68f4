"""Orders of another market as an import knows them: each payment as it was, and free to move on later."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from regulars.trade.orders.rules.recorded import RecordedGroup, RecordedOrder

Key = tuple[int, int, int, int]
RANK = {"awaiting_payment": 0, "paid": 1, "processing": 2, "shipped": 3, "delivered": 4, "confirmed": 5}


@dataclass(frozen=True, slots=True)
class HistoryPart:
    """One store's part. `freights` and `rows` (of the file) run along the lines of `order`.

    `order.freight_minor` is the sum of `freights`.
    """

    order: RecordedOrder
    freights: Sequence[int]
    rows: Sequence[int]


@dataclass(frozen=True, slots=True)
class HistoryPayment:
    """One payment. `number` is its place among those of the group; `ref` says what it was elsewhere."""

    number: int
    amount_minor: int
    ref: str
    row: int = 0


@dataclass(frozen=True, slots=True)
class History:
    """A group, what was really paid for it, and why some of the money may wait (`reason`).

    `group.paid_at` is set when the payment counts as the orders'; without it the money waits as unmatched.
    `group.orders` may be empty. `said` is the state in the words of the source.
    """

    group: RecordedGroup
    parts: Sequence[HistoryPart]
    payments: Sequence[HistoryPayment]
    reason: str
    said: str = ""


@dataclass(frozen=True, slots=True)
class HistoryReturn:
    """Goods that went back for money: units of lines of a group, each named by variant and unit price.

    `note` names the return within its group; a second import with the same note changes nothing.
    """

    group_ref: str
    note: str
    at: datetime
    units: Sequence[tuple[int, int, int]]


@dataclass(frozen=True, slots=True)
class Conflict:
    """A row of the file which contradicts what the market holds; it was left out."""

    sheet: str
    row: int
    reason: str


@dataclass(slots=True)
class Taken:
    """What the market holds of the given histories now (rows, minor units), and what this call added."""

    orders: int = 0
    items: int = 0
    goods_minor: int = 0
    freight_minor: int = 0
    payments: int = 0
    payments_minor: int = 0
    new_orders: int = 0
    new_items: int = 0
    new_payments: int = 0
    moved: int = 0
    conflicts: list[Conflict] = field(default_factory=list)
    facts: list[dict[str, object]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Match:
    """Indexes of wanted lines: held already, to be added, in contradiction to what is held."""

    same: frozenset[int]
    fresh: frozenset[int]
    differing: frozenset[int]


def compare(wanted: Sequence[Key], held: Sequence[Key]) -> Match:
    """Match lines by what they are. Lines left over on both sides contradict each other, first with first."""
    left = list(held)
    same, rest = [], []
    for index, key in enumerate(wanted):
        if key in left:
            left.remove(key)
            same.append(index)
        else:
            rest.append(index)
    return Match(frozenset(same), frozenset(rest[len(left) :]), frozenset(rest[: len(left)]))


def goes_on(held: str, wanted: str) -> bool:
    """Whether an order in state `held` should move on to `wanted`. Nothing moves back, nothing wakes up."""
    if held not in RANK:
        return False
    return wanted == "cancelled" or RANK.get(wanted, -1) > RANK[held]
