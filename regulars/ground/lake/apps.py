"""Registration of the lake with Django; the lake itself has no tables."""

from django.apps import AppConfig


class LakeConfig(AppConfig):
    """The behaviour log and the copy of facts kept for analysis."""

    name = "regulars.ground.lake"
    label = "lake"
    verbose_name = "Lake"
