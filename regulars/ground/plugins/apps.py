"""Where plug-ins may speak."""

from django.apps import AppConfig


class PluginsConfig(AppConfig):
    """Named questions that installed plug-ins answer."""

    name = "regulars.ground.plugins"
    label = "plugins"

    def ready(self) -> None:
        from regulars.ground.plugins.hooks import load

        load()
