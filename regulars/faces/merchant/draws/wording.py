"""Choices of lotteries and trials, and what became of prizes and applications, in words."""

from __future__ import annotations

from django.utils.translation import gettext as _

from regulars.loyalty.members.queries import programme_of
from regulars.people.merchants.queries import Store
from regulars.trade.draws.rules.plans import (
    BUYERS,
    CHOICE,
    EVERYBODY,
    FOLLOW,
    FOLLOWERS,
    INSTANT,
    LOT,
    MEMBER,
    MEMBERS,
    ORDER,
    TIMED,
)


def ways() -> list[dict[str, str]]:
    """How a lottery may be drawn."""
    return [
        {
            "value": TIMED,
            "label": _("A draw at a time"),
            "help": _("Lots are put in; all prizes are drawn at once."),
        },
        {
            "value": INSTANT,
            "label": _("Scratch tickets"),
            "help": _(
                "Everybody learns at once whether they won. You say in how many tickets each prize hides."
            ),
        },
    ]


def who() -> list[tuple[str, str]]:
    """Who may take part."""
    return [
        (EVERYBODY, _("Everybody with an account")),
        (FOLLOWERS, _("Those who follow the store")),
        (MEMBERS, _("Members of the store")),
        (BUYERS, _("Those who have bought here")),
    ]


def tiers(store: Store) -> list[tuple[str, str]]:
    """From which tier on members may take part."""
    programme = programme_of(store)
    if programme is None:
        return [("", _("Every member"))]
    names = [tier.name for tier in programme.rules.tiers]
    from_on = [(str(rank), _("From “%(tier)s” on") % {"tier": name}) for rank, name in enumerate(names, 1)]
    return [("", _("Every member")), *from_on[1:]]


def acts() -> list[tuple[str, str]]:
    """What may earn one lot more."""
    return [
        (FOLLOW, _("Following the store")),
        (MEMBER, _("Being a member")),
        (ORDER, _("Paying an order while it is open")),
    ]


def choosing() -> list[dict[str, str]]:
    """How places of a trial are given."""
    return [
        {
            "value": LOT,
            "label": _("By lot"),
            "help": _("Drawn when applications close; anybody can verify it."),
        },
        {
            "value": CHOICE,
            "label": _("I choose"),
            "help": _("You choose from the applications, each with your reason."),
        },
    ]


def win_state(code: str) -> tuple[str, str]:
    """Look and word of what became of a prize."""
    return {
        "open": ("held", _("Waits to be taken")),
        "ordered": ("placed", _("Ordered")),
        "taken": ("completed", _("Taken")),
        "passed": ("ended", _("Not taken in time")),
    }[code]


def application_state(code: str) -> tuple[str, str]:
    """Look and word of what became of an application."""
    return {
        "applied": ("in_review", _("Applied")),
        "given": ("held", _("Has a place, to be ordered")),
        "ordered": ("shipped", _("Ordered")),
        "reported": ("completed", _("Reported")),
        "lapsed": ("ended", _("Not ordered in time")),
        "declined": ("ended", _("No place")),
    }[code]
