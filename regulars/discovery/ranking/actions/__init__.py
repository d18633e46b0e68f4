"""The market's operators publish rulebooks and pin goods."""

from regulars.discovery.ranking.actions.pinning import PinBadly, pin, unpin
from regulars.discovery.ranking.actions.publishing import (
    AlreadyAnnounced,
    AlreadyInForce,
    OutOfBounds,
    TooSoon,
    publish,
    withdraw,
)
from regulars.discovery.ranking.actions.sheltering import count_shelter

__all__ = [
    "AlreadyAnnounced",
    "AlreadyInForce",
    "OutOfBounds",
    "PinBadly",
    "TooSoon",
    "count_shelter",
    "pin",
    "publish",
    "unpin",
    "withdraw",
]
