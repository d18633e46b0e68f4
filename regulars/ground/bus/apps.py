"""The bus: facts announced in the transaction that made them, heard once by each listener."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class BusConfig(AppConfig):
    """Finds every app's listeners and clocked tasks at start-up."""

    name = "regulars.ground.bus"
    label = "bus"

    def ready(self) -> None:
        autodiscover_modules("events", "listeners", "tasks")
