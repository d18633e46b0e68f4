"""Questions about drops."""

from regulars.trade.drops.models import Drop, Seat
from regulars.trade.drops.queries.counting import Figures, figures_of
from regulars.trade.drops.queries.finding import (
    alive,
    drop_for_shoppers,
    drop_of,
    drops_of,
    shown_for,
    state_of,
    ticket_of,
)
from regulars.trade.drops.queries.looking import READY, Looked, look
from regulars.trade.drops.queries.saying import phase_words, who_words, words_of
from regulars.trade.drops.queries.standing import (
    eligible_from,
    holder_of,
    pass_for,
    plan_of,
    seats_of,
    standing_of,
)

__all__ = [
    "READY",
    "Drop",
    "Figures",
    "Looked",
    "Seat",
    "alive",
    "drop_for_shoppers",
    "drop_of",
    "drops_of",
    "eligible_from",
    "figures_of",
    "holder_of",
    "look",
    "pass_for",
    "phase_words",
    "plan_of",
    "seats_of",
    "shown_for",
    "standing_of",
    "state_of",
    "ticket_of",
    "who_words",
    "words_of",
]
