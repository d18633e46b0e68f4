"""What each person is shown: candidates, scores, models trained from the lake."""

from importlib import import_module

from django.apps import AppConfig


class RecommendConfig(AppConfig):
    """What each person is shown: candidates, scores, models trained from the lake."""

    name = "regulars.discovery.recommend"
    label = "recommend"

    def ready(self) -> None:
        """Hand in models as ways of choosing."""
        import_module(f"{self.name}.queries.policies")
