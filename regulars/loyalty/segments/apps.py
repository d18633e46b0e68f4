"""Groups of a store's people."""

from importlib import import_module

from django.apps import AppConfig


class SegmentsConfig(AppConfig):
    """Segments, lists, tags; the stages of a relation and how long each lasts."""

    name = "regulars.loyalty.segments"
    label = "segments"

    def ready(self) -> None:
        """Name this app's figures."""
        for module in ("lifecycle", "periods", "cohorts", "forecast"):
            import_module(f"{self.name}.figures.{module}")
