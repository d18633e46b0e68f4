"""The market's published rules of placing, applied to any list, and why a thing stands where it stands."""

from importlib import import_module

from django.apps import AppConfig


class RankingConfig(AppConfig):
    """The market's published rules of placing, applied to any list, and why a thing stands where it stands."""

    name = "regulars.discovery.ranking"
    label = "ranking"

    def ready(self) -> None:
        """Hand in rulebooks as ways of choosing."""
        import_module(f"{self.name}.queries.policies")
