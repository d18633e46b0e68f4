"""What was chosen for whom and with which chance, and what a new way of choosing would bring."""

from django.apps import AppConfig


class DecisionsConfig(AppConfig):
    """What was chosen for whom and with which chance, and what a new way of choosing would bring."""

    name = "regulars.discovery.decisions"
    label = "decisions"
