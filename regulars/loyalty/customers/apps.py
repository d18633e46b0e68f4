"""Each store's own people."""

from importlib import import_module

from django.apps import AppConfig


class CustomersConfig(AppConfig):
    """Relations, follows, consents, notes; where buyers come from."""

    name = "regulars.loyalty.customers"
    label = "customers"

    def ready(self) -> None:
        """Name this app's figures."""
        import_module(f"{self.name}.figures.credit")
