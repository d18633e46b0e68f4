"""The kit: money, ids, clock, actions, refusals."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class KitConfig(AppConfig):
    """Ground floor tools that every app uses."""

    name = "regulars.ground.kit"
    label = "kit"

    def ready(self) -> None:
        autodiscover_modules("exports", "privacy")
