"""Pure judgement about agreements: terms, days, credits, shares, forms."""

from regulars.trade.agreements.rules.cancelling import gives_up, keep_bp, kept_minor, kept_when, shares
from regulars.trade.agreements.rules.checks import Problem, problems
from regulars.trade.agreements.rules.credits import Step, credit_minor, most_minor, next_step, part_of, steps
from regulars.trade.agreements.rules.diffs import Row, rows
from regulars.trade.agreements.rules.dues import (
    Standing,
    lay_days,
    of_kind,
    share_done,
    silent_on,
    standings,
    turn,
)
from regulars.trade.agreements.rules.forms import (
    Field,
    field_problem,
    plain_fields,
    read_answers,
    read_fields,
)
from regulars.trade.agreements.rules.plans import (
    USUAL,
    USUAL_REMEDIES,
    Planned,
    drawn,
    plain_plan,
    read_plan,
)
from regulars.trade.agreements.rules.points import REFUSALS, points
from regulars.trade.agreements.rules.states import answer_until, may
from regulars.trade.agreements.rules.terms import (
    OTHER,
    WHO,
    Milestone,
    Remedy,
    Side,
    Terms,
    canonical,
    digest,
    plain,
    read,
)

__all__ = [
    "OTHER",
    "REFUSALS",
    "USUAL",
    "USUAL_REMEDIES",
    "WHO",
    "Field",
    "Milestone",
    "Planned",
    "Problem",
    "Remedy",
    "Row",
    "Side",
    "Standing",
    "Step",
    "Terms",
    "answer_until",
    "canonical",
    "credit_minor",
    "digest",
    "drawn",
    "field_problem",
    "gives_up",
    "keep_bp",
    "kept_minor",
    "kept_when",
    "lay_days",
    "may",
    "most_minor",
    "next_step",
    "of_kind",
    "part_of",
    "plain",
    "plain_fields",
    "plain_plan",
    "points",
    "problems",
    "read",
    "read_answers",
    "read_fields",
    "read_plan",
    "rows",
    "share_done",
    "shares",
    "silent_on",
    "standings",
    "steps",
    "turn",
]
