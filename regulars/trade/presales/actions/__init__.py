"""Every change of presales and bookings."""

from regulars.trade.presales.actions.booking import (
    AlreadyBooked,
    NoPlaceLeft,
    NotTakingDeposits,
    TooManyPieces,
    book,
    cancel_booking,
)
from regulars.trade.presales.actions.planning import (
    PresaleFixed,
    PresaleNotPossible,
    plan_presale,
    publish_presale,
    replan_presale,
    stop_presale,
)
from regulars.trade.presales.actions.settling import end_booking, end_unpaid, give_all_back, remind_all

__all__ = [
    "AlreadyBooked",
    "NoPlaceLeft",
    "NotTakingDeposits",
    "PresaleFixed",
    "PresaleNotPossible",
    "TooManyPieces",
    "book",
    "cancel_booking",
    "end_booking",
    "end_unpaid",
    "give_all_back",
    "plan_presale",
    "publish_presale",
    "remind_all",
    "replan_presale",
    "stop_presale",
]
