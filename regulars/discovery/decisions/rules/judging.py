"""Whether a log can say anything of a policy, and what."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from regulars.discovery.decisions.rules.estimates import ESTIMATORS, Estimate, Name, difference
from regulars.discovery.decisions.rules.trial import Trial

Thin = Literal["", "few", "unseen", "heavy"]
FEWEST_DECISIONS, FEWEST_EFFECTIVE, LEAST_COVERED = 200, 50.0, 0.9
FEWEST_READERS = 30


@dataclass(frozen=True, slots=True)
class Support:
    """How far a log carries a policy. `thin` says why it does not, "" when it does.

    `few`: too few decisions or readers; `unseen`: the log never shows much of what the policy would, `covered` says
    how much it does; `heavy`: a few decisions would decide everything.
    """

    decisions: int
    readers: int
    effective: float
    covered: float
    thin: Thin


@dataclass(frozen=True, slots=True)
class Judged:
    """Estimates of one reward under a policy, what the log itself brought, and the policy's gain on that (`dr`)."""

    estimates: Mapping[Name, Estimate]
    logged: Estimate
    gain: Estimate


def support(trial: Trial) -> Support:
    """How far the log carries the policy of a trial."""
    if not trial.size:
        return Support(0, 0, 0.0, 0.0, "few")
    covered, error = trial.covered()
    readers, effective = len(set(trial.reader.tolist())), min(trial.effective(), float(trial.size))
    thin: Thin = ""
    if trial.size < FEWEST_DECISIONS or readers < FEWEST_READERS:
        thin = "few"
    elif covered + 2 * error < LEAST_COVERED or not covered:
        thin = "unseen"
    elif effective < FEWEST_EFFECTIVE:
        thin = "heavy"
    return Support(trial.size, readers, effective, min(1.0, covered), thin)


def judged(policy: Trial, logged: Trial) -> Judged:
    """The estimates of a policy's trial beside the log's own of the same decisions.

    Weights are cut off at the square root of the number of decisions: what is lost vanishes as the log grows
    (Ionides, JCGS 2008).
    """
    cut = policy.clipped(max(1.0, policy.size**0.5))
    estimates = {name: estimate(cut) for name, estimate in ESTIMATORS.items()}
    return Judged(estimates, ESTIMATORS["ips"](logged), difference(cut, logged))
