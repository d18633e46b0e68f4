"""The margin guard."""

from django.apps import AppConfig


class GuardConfig(AppConfig):
    """What offers may do to a margin together, before they are published and while they run."""

    name = "regulars.trade.guard"
    label = "guard"
