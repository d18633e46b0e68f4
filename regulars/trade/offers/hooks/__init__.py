"""Where the kinds of offers beyond this app say what they plan and run for a store."""

from regulars.trade.offers.hooks.planned import STATES, Planned, PlannedKinds, Sale, planned

__all__ = ["STATES", "Planned", "PlannedKinds", "Sale", "planned"]
