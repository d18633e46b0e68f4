"""Choices and states of lotteries and trials in words."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from regulars.goods.catalog.queries import said
from regulars.trade.draws.queries import Lottery, Prize, Trial, prize_title, state_of, trial_state
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
    POINTS,
    TIMED,
)


def title(row: Lottery | Trial) -> str:
    """The title in the reader's language."""
    return said(row.title, row.title_zh)


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


def prize(row: Prize) -> str:
    """What a prize is called."""
    if row.kind == POINTS:
        return ngettext("%(n)s point", "%(n)s points", row.points) % {"n": f"{row.points:,}"}
    return said(*prize_title(row))


def state(row: Lottery) -> tuple[str, str]:
    """Look and word of a lottery's state."""
    return {
        "draft": ("draft", _("Draft")),
        "planned": ("scheduled", _("Planned")),
        "open": ("active", _("Open")),
        "closed": ("held", _("Waits for the draw")),
        "drawn": ("shipped", _("Drawn, prizes are being taken")),
        "settled": ("ended", _("Over")),
        "stopped": ("cancelled", _("Stopped")),
    }[state_of(row)]


def trial_pill(row: Trial) -> tuple[str, str]:
    """Look and word of a trial's state."""
    return {
        "draft": ("draft", _("Draft")),
        "planned": ("scheduled", _("Planned")),
        "open": ("active", _("Open")),
        "choosing": ("held", _("Places to be given")),
        "running": ("shipped", _("Being tried")),
        "settled": ("ended", _("Places are given")),
        "stopped": ("cancelled", _("Stopped")),
    }[trial_state(row)]


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
