"""A presale's rules and phases in words, for shoppers, the workbench and the calendar."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from regulars.trade.presales.models import Presale


def rules_in_words(row: Presale) -> list[str]:
    """What somebody agrees to who pays the deposit, sentence by sentence."""
    keeps = row.unpaid == "forfeit"
    return [
        _(
            "The deposit counts towards the price. Offers with a threshold count deposit and balance together."
        ),
        _("Until the deposit window ends you can cancel and get the whole deposit back."),
        _("After that, who cancels or does not pay the balance in its window loses the deposit to the store.")
        if keeps
        else _(
            "After that, who cancels or does not pay the balance in its window still gets the deposit back."
        ),
        _("If the store cancels the presale, everything you paid for it comes back by itself."),
        ngettext(
            "One booking per person, of %(count)s piece.",
            "One booking per person, of at most %(count)s pieces.",
            row.per_person,
        )
        % {"count": row.per_person},
    ]


def phase_words(phase: str) -> str:
    """A phase as people say it."""
    return {
        "draft": _("Draft"),
        "soon": _("Begins soon"),
        "deposit": _("Deposit window open"),
        "between": _("Deposits closed, balance not open yet"),
        "balance": _("Balance window open"),
        "over": _("Over"),
        "stopped": _("Cancelled by the store"),
    }[phase]
