"""Groups of a store's people."""

from django.apps import AppConfig


class SegmentsConfig(AppConfig):
    """Segments, lists, tags; the stages of a relation and how long each lasts."""

    name = "regulars.loyalty.segments"
    label = "segments"
