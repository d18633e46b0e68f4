"""Insights into a store's people beside the market's."""

from importlib import import_module

from django.apps import AppConfig


class InsightsConfig(AppConfig):
    """Cohorts by birth decade, month by month, and what may be tried with each."""

    name = "regulars.oversight.insights"
    label = "insights"

    def ready(self) -> None:
        """Name this app's figures."""
        import_module(f"{self.name}.figures.cohorts")
