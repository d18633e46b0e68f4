"""Presales."""

from importlib import import_module

from django.apps import AppConfig


class PresalesConfig(AppConfig):
    """A deposit now, the balance later: goods that come on a day that was promised."""

    name = "regulars.trade.presales"
    label = "presales"

    def ready(self) -> None:
        """Say what deposits are for, what the check-out may order, and what stands in the calendar."""
        import_module(f"{self.name}.actions.registering")
