"""Where the kinds of offers beyond this app say what they plan, run and promise for a store."""

from regulars.trade.offers.hooks.planned import STATES, Planned, PlannedKinds, Sale, planned
from regulars.trade.offers.hooks.promised import Promise, promised

__all__ = ["STATES", "Planned", "PlannedKinds", "Promise", "Sale", "planned", "promised"]
