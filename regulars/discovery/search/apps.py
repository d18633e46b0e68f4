"""Finding things by words."""

from django.apps import AppConfig


class SearchConfig(AppConfig):
    """The index of products and stores."""

    name = "regulars.discovery.search"
    label = "search"
