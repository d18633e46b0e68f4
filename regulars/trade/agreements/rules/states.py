"""The states of an agreement, and who may do what in each."""

from __future__ import annotations

from datetime import date, timedelta

from regulars.trade.agreements.rules.terms import Side

ASKED, OFFERED, SIGNED, DELIVERED, REJECTED = "asked", "offered", "signed", "delivered", "rejected"
DISPUTED, ACCEPTED, CANCELLED, DECIDED = "disputed", "accepted", "cancelled", "decided"
DECLINED, WITHDRAWN = "declined", "withdrawn"

TALKING = (ASKED, OFFERED)
RUNNING = (SIGNED, DELIVERED, REJECTED, DISPUTED)
ENDED = (ACCEPTED, CANCELLED, DECIDED, DECLINED, WITHDRAWN)
STATES = (*TALKING, *RUNNING, *ENDED)

# What leads from which states to which: verb -> (who, from, to). "" as the end leaves the state as it is.
VERBS: dict[str, tuple[tuple[Side, ...], tuple[str, ...], str]] = {
    "propose": (("store", "shopper"), (ASKED, OFFERED, SIGNED), ""),
    "sign": (("store", "shopper"), (OFFERED, SIGNED), ""),
    "decline": (("store",), TALKING, DECLINED),
    "withdraw": (("shopper",), TALKING, WITHDRAWN),
    "do": (("store", "shopper"), (SIGNED,), ""),
    "refuse_proof": (("shopper",), (SIGNED,), ""),
    "cancel": (("store", "shopper"), (SIGNED,), CANCELLED),
    "accept": (("shopper",), (DELIVERED, REJECTED), ACCEPTED),
    "reject": (("shopper",), (DELIVERED,), REJECTED),
    "send_again": (("store",), (REJECTED,), DELIVERED),
    "dispute": (("store", "shopper"), (SIGNED, DELIVERED, REJECTED), DISPUTED),
    "note": (("store", "shopper"), (*TALKING, *RUNNING), ""),
}
# A parcel of which nobody says that it arrived counts as arrived after so many days.
ARRIVAL_DAYS = 7


def may(verb: str, side: Side, state: str) -> bool:
    """Whether `side` can do `verb` in `state`."""
    who, before, _after = VERBS[verb]
    return side in who and state in before


def answer_until(sent: date, arrived: date | None, acceptance_days: int) -> date:
    """The last day on which the shopper can say no to what came."""
    return (arrived or sent + timedelta(days=ARRIVAL_DAYS)) + timedelta(days=acceptance_days)
