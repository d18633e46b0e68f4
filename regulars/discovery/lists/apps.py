"""Lists by scene and theme, made by people of the market or by the machine."""

from django.apps import AppConfig


class ListsConfig(AppConfig):
    """Lists by scene and theme, made by people of the market or by the machine."""

    name = "regulars.discovery.lists"
    label = "lists"
