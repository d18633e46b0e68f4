"""Making, ordering, showing and renewing lists."""

from regulars.discovery.lists.actions.filling import renew_lists
from regulars.discovery.lists.actions.placing import move_entry, put_on, say_why, take_off
from regulars.discovery.lists.actions.refusals import (
    AlreadyOn,
    ListFull,
    MadeByMachine,
    NothingOn,
    TimeTurned,
    TitleMissing,
    UnknownWord,
)
from regulars.discovery.lists.actions.showing import publish_list, take_down
from regulars.discovery.lists.actions.writing import describe_list, drop_list, make_list

__all__ = [
    "AlreadyOn",
    "ListFull",
    "MadeByMachine",
    "NothingOn",
    "TimeTurned",
    "TitleMissing",
    "UnknownWord",
    "describe_list",
    "drop_list",
    "make_list",
    "move_entry",
    "publish_list",
    "put_on",
    "renew_lists",
    "say_why",
    "take_down",
    "take_off",
]
