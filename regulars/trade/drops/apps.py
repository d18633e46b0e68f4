"""Drops: limited goods at a given second."""

from importlib import import_module

from django.apps import AppConfig


class DropsConfig(AppConfig):
    """Plans, the fast lane that decides who gets a piece, tickets that are paid through the check-out."""

    name = "regulars.trade.drops"
    label = "drops"

    def ready(self) -> None:
        """Say what runs for a store, and whose promises the check-out keeps."""
        import_module(f"{self.name}.queries.planned")
        import_module(f"{self.name}.actions.granting")
