"""The place that knows everybody."""

from django.apps import AppConfig


class WiringConfig(AppConfig):
    """Start-up checks live here."""

    name = "regulars.wiring"
    label = "wiring"

    def ready(self) -> None:
        from regulars.wiring import checks  # noqa: F401  (registers the checks)
