"""Which arm of an experiment a reader is in: decided by a hash, so the same on every machine and every day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from regulars.discovery.decisions.rules.sampling import lot

HOLDOUT = "holdout"


@dataclass(frozen=True, slots=True)
class Share:
    """An arm: its letter, its policy, and its percentage of the readers who are not held out."""

    letter: str
    policy: str
    percent: int


@dataclass(frozen=True, slots=True)
class Plan:
    """A running experiment as far as assigning needs it."""

    experiment: str
    kind: str
    spots: frozenset[str]
    holdout_percent: int
    shares: tuple[Share, ...]

    def covers(self, spot: str) -> bool:
        """Whether lists at the spot take part."""
        return not self.spots or spot in self.spots


@dataclass(frozen=True, slots=True)
class Arm:
    """How to choose for a reader. `label` goes into the decision; `against` is set where two lists are interleaved."""

    label: str = ""
    policy: str = "current"
    against: str = ""

    @property
    def letter(self) -> str:
        """The arm's letter, `holdout`, or "" outside experiments."""
        return self.label.partition(":")[2]


OUTSIDE = Arm()


def assigned(plan: Plan, reader: str) -> Arm:
    """The reader's arm. Held out are the same readers in every experiment; who is in no arm sees all as always."""
    if 100 * lot(HOLDOUT, reader) < plan.holdout_percent:
        return Arm(f"{plan.experiment}:{HOLDOUT}", "popular")
    if plan.kind == "interleaved":
        return _both(plan.experiment, plan.shares)
    drawn = 100 * lot(plan.experiment, reader)
    for share in plan.shares:
        if drawn < share.percent:
            return Arm(f"{plan.experiment}:{share.letter}", share.policy)
        drawn -= share.percent
    return OUTSIDE


def _both(experiment: str, shares: Sequence[Share]) -> Arm:
    first, second = shares[0], shares[1]
    return Arm(f"{experiment}:{first.letter}{second.letter}", first.policy, second.policy)
