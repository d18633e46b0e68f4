"""Baskets, orders, returns."""

from importlib import import_module

from django.apps import AppConfig


class OrdersConfig(AppConfig):
    """From the basket to the last refund."""

    name = "regulars.trade.orders"
    label = "orders"

    def ready(self) -> None:
        """Name this app's figures, and say which service plans are sold with goods."""
        import_module(f"{self.name}.queries.by_day")
        import_module(f"{self.name}.queries.planned_services")
