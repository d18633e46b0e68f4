"""What a way of choosing would have brought, from decisions another one made. Per decision, in the unit of the reward.

- `ips`: rewards weighed by policy chance over logged chance (Horvitz, Thompson 1952). Unbiased, noisy.
- `snips`: the same, divided place by place by the mean weight (Swaminathan, Joachims, NeurIPS 2015). Never outside
  the rewards seen, nearly unbiased, less noisy.
- `dr`: a model's reward of what the policy would show, corrected by what the model missed (Dudik, Langford, Li,
  ICML 2011). Unbiased whatever the model, exact when it is.

Intervals are 95 % for the mean over readers: each reader's decisions are one observation. Of such sums a few are often
far larger than the rest, so the quantile is Student's with the degrees of freedom that the fourth moment leaves
(n - 1 for equal shares, fewer where few weigh most; Satterthwaite 1946), and the ends are moved by the skewness
(Johnson, JASA 1978; the second term of Edgeworth's expansion at the ends).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import sqrt
from typing import Any, Literal

from regulars.discovery.decisions.rules.trial import Trial
from regulars.ground.kit.later import np
from regulars.loyalty.outreach.rules.verdict import NORMAL_975, student_975

Name = Literal["ips", "snips", "dr"]


@dataclass(frozen=True, slots=True)
class Estimate:
    """A value per decision with its 95 % interval, from so many decisions, worth `effective` of the policy's own."""

    value: float
    low: float
    high: float
    decisions: int
    effective: float

    @property
    def width(self) -> float:
        """From end to end."""
        return self.high - self.low


def ips(trial: Trial) -> Estimate:
    """Weighed rewards."""
    return _mean(trial, trial.per_decision(trial.weight * trial.reward))


def dr(trial: Trial) -> Estimate:
    """The model's reward and what it missed."""
    missed = trial.weight * (trial.reward - trial.guess)
    return _mean(trial, trial.direct + trial.per_decision(missed))


def snips(trial: Trial) -> Estimate:
    """Weighed rewards over the mean weight of their place. The interval is that of the linearised ratio."""
    if not trial.size:
        return Estimate(0.0, 0.0, 0.0, 0, 0.0)
    held = trial.counts[trial.decision]
    mass, value, influence = float(trial.counts.sum()), 0.0, np.zeros(len(held))
    for place in np.unique(trial.place):
        here = trial.place == place
        weight = held[here] * trial.weight[here]
        total, share = float(weight.sum()), float(held[here].sum()) / mass
        if total <= 0:
            continue
        mean = float((weight * trial.reward[here]).sum()) / total
        value += share * mean
        influence[here] = share * weight * (trial.reward[here] - mean) / total
    return _around(value, trial.summed(influence), trial)


def difference(policy: Trial, logged: Trial) -> Estimate:
    """What a policy (by `dr`) brings beyond the log itself; both trials are of the same decisions."""
    missed = policy.weight * (policy.reward - policy.guess)
    ours = policy.direct + policy.per_decision(missed)
    return _mean(policy, ours - logged.per_decision(logged.weight * logged.reward))


ESTIMATORS: dict[Name, Callable[[Trial], Estimate]] = {"ips": ips, "snips": snips, "dr": dr}


def _mean(trial: Trial, values: Any) -> Estimate:
    if not trial.size:
        return Estimate(0.0, 0.0, 0.0, 0, 0.0)
    mass = float(trial.counts.sum())
    value = float((trial.counts * values).sum()) / mass
    parts = np.bincount(trial.reader, trial.counts * (values - value)) / mass
    return _around(value, parts, trial)


def _around(value: float, parts: Any, trial: Trial) -> Estimate:
    """The estimate from each reader's part in its error (they sum to zero)."""
    low, high = reach(parts)
    return Estimate(value, value + low, value + high, trial.size, min(trial.effective(), float(trial.size)))


def reach(parts: Any) -> tuple[float, float]:
    """The ends of the 95 % interval, from the value, of a sum whose independent parts around it are these."""
    many = int(np.count_nonzero(parts))
    if many < 2:
        return 0.0, 0.0
    # Of parts near zero the fourth power would vanish.
    largest = float(np.abs(parts).max())
    parts = parts / largest
    squares = float((parts**2).sum())
    freedom = max(5.0, squares**2 / float((parts**4).sum()) * (1 - 1 / many))
    wide = sqrt(squares * many / (many - 1)) * student_975(freedom)
    moved = float((parts**3).sum()) / squares * (1 + 2 * NORMAL_975**2) / 6
    return largest * (moved - wide), largest * (moved + wide)
