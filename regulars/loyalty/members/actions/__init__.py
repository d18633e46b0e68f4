"""Changes to programmes, memberships and points."""

from regulars.loyalty.members.actions.giving import JoinFirst, give_points
from regulars.loyalty.members.actions.joining import AlreadyClosed, NoSuchDay, join, leave, set_birthday
from regulars.loyalty.members.actions.points import (
    PointsGone,
    end_points,
    expire_points,
    return_points,
    use_points,
)
from regulars.loyalty.members.actions.programmes import (
    PointValueStays,
    RulesUnfit,
    close_programme,
    publish_programme,
    reopen_programme,
)
from regulars.loyalty.members.actions.trades import Done, change_trade, record_trade

__all__ = [
    "AlreadyClosed",
    "Done",
    "JoinFirst",
    "NoSuchDay",
    "PointValueStays",
    "PointsGone",
    "RulesUnfit",
    "change_trade",
    "close_programme",
    "end_points",
    "expire_points",
    "give_points",
    "join",
    "leave",
    "publish_programme",
    "record_trade",
    "reopen_programme",
    "return_points",
    "set_birthday",
    "use_points",
]
