"""Surveys of stores among their own people."""

from importlib import import_module

from django.apps import AppConfig


class SurveysConfig(AppConfig):
    """Questions, who is asked, answers tied to stages, themes of free text."""

    name = "regulars.community.surveys"
    label = "surveys"

    def ready(self) -> None:
        """Name this app's figure, and tell groups what can be asked about those who answered."""
        import_module(f"{self.name}.figures")
        import_module(f"{self.name}.queries.attributes")
