"""Finding things by words."""

from django.apps import AppConfig


class SearchConfig(AppConfig):
    """The index of products and stores, and what it has yet to take in."""

    name = "regulars.discovery.search"
    label = "search"
