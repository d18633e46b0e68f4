"""The guard judges offers and goods; its baskets are nobody's."""

from __future__ import annotations

from regulars.ground.kit.privacy import knows_nobody
from regulars.trade.guard.models import Danger, Floor, LowestPrice, MarketLook, MarketPush, Override, Recheck

knows_nobody("what a store wants to be left with", Floor, LowestPrice)
knows_nobody("baskets that could be, made up by a search; no shopper is in them", Danger)
knows_nobody(
    "why an offer was published all the same; written by the store's people about an offer", Override
)
knows_nobody("when prices were looked at", Recheck)
knows_nobody("what an offer of the market would do to stores' prices", MarketLook, MarketPush)
