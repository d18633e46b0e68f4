"""What each person is shown: candidates, scores, models trained from the lake."""

from django.apps import AppConfig


class RecommendConfig(AppConfig):
    """What each person is shown: candidates, scores, models trained from the lake."""

    name = "regulars.discovery.recommend"
    label = "recommend"
