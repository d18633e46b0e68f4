"""States of lotteries and trials in words."""

from __future__ import annotations

from django.utils.translation import gettext as _


def lottery(state: str) -> tuple[str, str]:
    """Look and word of a lottery's state."""
    return {
        "planned": ("scheduled", _("Planned")),
        "open": ("active", _("Open")),
        "closed": ("held", _("Waits for the draw")),
        "drawn": ("shipped", _("Drawn, prizes are being taken")),
        "settled": ("ended", _("Over")),
        "stopped": ("cancelled", _("Stopped")),
    }[state]


def trial(state: str) -> tuple[str, str]:
    """Look and word of a trial's state."""
    return {
        "planned": ("scheduled", _("Planned")),
        "open": ("active", _("Open")),
        "choosing": ("held", _("Places to be given")),
        "running": ("shipped", _("Being tried")),
        "settled": ("ended", _("Over")),
        "stopped": ("cancelled", _("Stopped")),
    }[state]
