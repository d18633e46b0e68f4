"""The shopper's mobile web."""

from importlib import import_module

from django.apps import AppConfig


class ShopperConfig(AppConfig):
    """Pages for shoppers."""

    name = "regulars.faces.shopper"
    label = "shopper"

    def ready(self) -> None:
        """Offer e-mail as a way to reach people."""
        import_module("regulars.faces.shopper.writing.letters")
