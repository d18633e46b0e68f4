"""The kit: money, ids, clock, actions, refusals."""

from django.apps import AppConfig


class KitConfig(AppConfig):
    """Ground floor tools that every app uses."""

    name = "regulars.ground.kit"
    label = "kit"
