"""Questions to the decision log, and in which arm of an experiment a reader is."""

from regulars.discovery.decisions.models import Experiment
from regulars.discovery.decisions.queries.arms import arm_of
from regulars.discovery.decisions.queries.condition import condition
from regulars.discovery.decisions.queries.evaluating import Evaluated, TooThin, evaluate
from regulars.discovery.decisions.queries.experiments import (
    ArmFigures,
    Results,
    arms_of,
    experiment,
    experiments,
    results,
)
from regulars.discovery.decisions.queries.following import NOTHING, Outcome, outcomes
from regulars.discovery.decisions.queries.policies import (
    NoSuchPolicy,
    WrongWeights,
    known_policies,
    read_policy,
)
from regulars.discovery.decisions.queries.reading import decision, recent_decisions
from regulars.discovery.decisions.rules.assigning import Arm
from regulars.discovery.decisions.rules.interleaving import Preference
from regulars.discovery.decisions.rules.interleaving import drafted as interleave
from regulars.loyalty.outreach.rules.verdict import Verdict

__all__ = [
    "NOTHING",
    "Arm",
    "ArmFigures",
    "Evaluated",
    "Experiment",
    "NoSuchPolicy",
    "Outcome",
    "Preference",
    "Results",
    "TooThin",
    "Verdict",
    "WrongWeights",
    "arm_of",
    "arms_of",
    "condition",
    "decision",
    "evaluate",
    "experiment",
    "experiments",
    "interleave",
    "known_policies",
    "outcomes",
    "read_policy",
    "recent_decisions",
    "results",
]
