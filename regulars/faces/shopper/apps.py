"""The shopper's mobile web."""

from importlib import import_module

from django.apps import AppConfig


class ShopperConfig(AppConfig):
    """Pages for shoppers."""

    name = "regulars.faces.shopper"
    label = "shopper"

    def ready(self) -> None:
        """Offer e-mail as a way to reach people, and draw the readers' own parts of pages."""
        import_module("regulars.faces.shopper.writing.letters")
        import_module("regulars.faces.shopper.personal.parts")
