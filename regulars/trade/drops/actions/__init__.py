"""Changes to drops, places and tickets."""

from regulars.trade.drops.actions.planning import (
    DropFixed,
    DropNotPossible,
    Fields,
    change_units,
    close_drop,
    discard_drop,
    plan_drop,
    problems,
    publish_drop,
    stop_drop,
)
from regulars.trade.drops.actions.reminding import BEFORE, remind, send_reminders, tell_wins
from regulars.trade.drops.actions.taking import settle_drop, take
from regulars.trade.drops.actions.tickets import TicketOver, ticket_free, ticket_paid, use_ticket

__all__ = [
    "BEFORE",
    "DropFixed",
    "DropNotPossible",
    "Fields",
    "TicketOver",
    "change_units",
    "close_drop",
    "discard_drop",
    "plan_drop",
    "problems",
    "publish_drop",
    "remind",
    "send_reminders",
    "settle_drop",
    "stop_drop",
    "take",
    "tell_wins",
    "ticket_free",
    "ticket_paid",
    "use_ticket",
]
