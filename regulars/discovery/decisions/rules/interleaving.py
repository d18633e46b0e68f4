"""Two ways of choosing in one list, judged by whose picks are clicked.

Team draft (Radlinski, Kurup, Joachims, CIKM 2008): both choose from their own order, a coin says who picks first in
each round. A reader who cannot tell good from bad clicks both teams alike, so a lean to one side is a preference, and it
shows with far fewer readers than two separate groups would need. It says which is better, not how much money that is.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from math import sqrt
from random import Random
from typing import Literal, TypeVar

from regulars.loyalty.outreach.rules.verdict import student_975

K = TypeVar("K", bound=Hashable)
Team = Literal["a", "b"]
FEWEST = 30


@dataclass(frozen=True, slots=True)
class Preference:
    """`share` of the readers' preferences that went to b (0.5: none), with its 95 % interval."""

    kind: Literal["too-few", "none", "a", "b"]
    readers: int
    share: float
    low: float
    high: float


def drafted(seed: str, first: Sequence[K], second: Sequence[K], size: int) -> list[tuple[K, Team]]:
    """At most `size` goods from both orders and whose pick each is; the same seed gives the same list."""
    dice, picked = Random(seed), dict[K, Team]()
    orders: dict[Team, Sequence[K]] = {"a": first, "b": second}
    while len(picked) < size:
        before = len(picked)
        turns: list[Team] = ["a", "b"] if dice.random() < 0.5 else ["b", "a"]
        for team in turns:
            best = next((one for one in orders[team] if one not in picked), None)
            if best is not None and len(picked) < size:
                picked[best] = team
        if len(picked) == before:
            break
    return list(picked.items())


def preference(readers: Iterable[tuple[float, float]]) -> Preference:
    """The verdict over each reader's clicks on picks of (a, b). Readers without a click say nothing.

    A reader's say is one vote, split by the clicks.
    """
    votes = [b / (a + b) for a, b in readers if a + b > 0]
    many = len(votes)
    if many < FEWEST:
        return Preference("too-few", many, sum(votes) / many if many else 0.5, 0.0, 1.0)
    share = sum(votes) / many
    spread = max(sum((one - share) ** 2 for one in votes) / (many - 1), 1 / (4 * many))
    reach = student_975(many - 1) * sqrt(spread / many)
    low, high = max(0.0, share - reach), min(1.0, share + reach)
    return Preference("b" if low > 0.5 else "a" if high < 0.5 else "none", many, share, low, high)
