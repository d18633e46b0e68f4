"""What a proof can be held against: the lines of the signed text, each of which has a name."""

from __future__ import annotations

from regulars.trade.agreements.rules.terms import Terms

LONGEST = 300
# After so many refusals of one proof either side can let the market decide with one press.
REFUSALS = 3


def points(terms: Terms) -> dict[str, str]:
    """Every line of the specification and every detail, by a key that stays within a version."""
    lines = [line.strip() for line in terms.spec.splitlines() if line.strip()]
    spec = {f"s{at}": line[:LONGEST] for at, line in enumerate(lines)}
    details = {f"d{at}": f"{label}: {value}"[:LONGEST] for at, (label, value) in enumerate(terms.details)}
    return details | spec
