"""What a store's people go through, step by step."""

from importlib import import_module

from django.apps import AppConfig


class JourneysConfig(AppConfig):
    """Journeys in versions, who is on them, a log of every step, and what they brought."""

    name = "regulars.loyalty.journeys"
    label = "journeys"

    def ready(self) -> None:
        """Name this app's figures."""
        import_module(f"{self.name}.figures.uplift")
