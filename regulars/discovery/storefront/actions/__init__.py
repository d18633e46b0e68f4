"""Changing pages: drafts first, then what everybody sees."""

from regulars.discovery.storefront.actions.drafts import (
    BlocksWrong,
    ChangedMeanwhile,
    discard_draft,
    save_draft,
    take_back,
)
from regulars.discovery.storefront.actions.looking import look_at_unsaved
from regulars.discovery.storefront.actions.owning import MARKET_RIGHT, STORE_RIGHT
from regulars.discovery.storefront.actions.publishing import (
    NotReady,
    WrongTimes,
    publish,
    roll_back,
    withdraw,
)

__all__ = [
    "MARKET_RIGHT",
    "STORE_RIGHT",
    "BlocksWrong",
    "ChangedMeanwhile",
    "NotReady",
    "WrongTimes",
    "discard_draft",
    "look_at_unsaved",
    "publish",
    "roll_back",
    "save_draft",
    "take_back",
    "withdraw",
]
