"""Cohorts are published; a proposal becomes a group and a draft."""

from regulars.oversight.insights.actions.drafting import NothingProposed, Taken, take_up
from regulars.oversight.insights.actions.publishing import publish, publish_month

__all__ = ["NothingProposed", "Taken", "publish", "publish_month", "take_up"]
