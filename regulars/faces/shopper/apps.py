"""The shopper's mobile web."""

from django.apps import AppConfig


class ShopperConfig(AppConfig):
    """Pages for shoppers."""

    name = "regulars.faces.shopper"
    label = "shopper"
