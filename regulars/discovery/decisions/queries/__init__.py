"""Questions to the decision log."""

from regulars.discovery.decisions.queries.following import NOTHING, Outcome, outcomes
from regulars.discovery.decisions.queries.reading import decision, recent_decisions

__all__ = ["NOTHING", "Outcome", "decision", "outcomes", "recent_decisions"]
