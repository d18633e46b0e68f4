"""The market's published rules of placing, applied to any list, and why a thing stands where it stands."""

from django.apps import AppConfig


class RankingConfig(AppConfig):
    """The market's published rules of placing, applied to any list, and why a thing stands where it stands."""

    name = "regulars.discovery.ranking"
    label = "ranking"
