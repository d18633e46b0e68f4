"""Changes to drops, places and tickets."""

from regulars.trade.drops.actions.planning import (
    DropFixed,
    DropNotPossible,
    Fields,
    change_units,
    close_drop,
    discard_drop,
    plan_drop,
    publish_drop,
    stop_drop,
)
from regulars.trade.drops.actions.taking import bind_visitor, settle_drop, take

__all__ = [
    "DropFixed",
    "DropNotPossible",
    "Fields",
    "bind_visitor",
    "change_units",
    "close_drop",
    "discard_drop",
    "plan_drop",
    "publish_drop",
    "settle_drop",
    "stop_drop",
    "take",
]
