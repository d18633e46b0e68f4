"""Plans and claims as the workbench says them."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from regulars.faces.merchant.daily import dues
from regulars.ground.kit import clock
from regulars.trade.services.queries import due_of


def plan_state(state: str) -> tuple[str, str]:
    """Where a plan stands: the colour of its pill and its words."""
    return {
        "draft": ("draft", _("draft")),
        "running": ("active", _("on sale")),
        "stopped": ("ended", _("not sold any more")),
    }[state]


def claim_state(state: str) -> tuple[str, str]:
    """Where a claim stands."""
    return {
        "asked": ("open", _("to answer")),
        "accepted": ("active", _("accepted")),
        "refused": ("rejected", _("refused")),
        "withdrawn": ("cancelled", _("withdrawn")),
        "received": ("active", _("in work")),
        "done": ("completed", _("done")),
        "confirmed": ("completed", _("confirmed")),
        "disputed": ("in_review", _("with the market")),
        "settled": ("closed", _("decided by the market")),
        "ended": ("closed", _("ended with the goods")),
    }[state]


def step(kind: str) -> str:
    """A step of a claim."""
    return {
        "asked": _("Asked for"),
        "accepted": _("Accepted"),
        "refused": _("Refused"),
        "withdrawn": _("Withdrawn by the holder"),
        "received": _("Work began"),
        "done": _("Done"),
        "confirmed": _("The holder is content"),
        "disputed": _("The market was asked to decide"),
        "settled": _("The market decided"),
        "ended": _("The goods went back; the plan and this claim ended"),
    }[kind]


def way(key: str) -> str:
    """How the service is done."""
    return {
        "send-in": _("is sent in"),
        "at-shop": _("at the shop"),
        "at-home": _("at the holder's home"),
    }[key]


def due(row: Any) -> dues.Due | None:
    """The next deadline of a claim in words; None when it is not the store's turn."""
    at = due_of(row)
    if at is None:
        return None
    if at < clock.now():
        return dues.Due(_("Late since %(when)s") % {"when": dues.moment(at)}, "bad")
    told = _("Answer by %(when)s") if row.state == "asked" else _("Done by %(when)s")
    near = (at - clock.now()).total_seconds() < 24 * 3600
    return dues.Due(told % {"when": dues.moment(at)}, "warn" if near else "")
