"""The merchant's workbench."""

from django.apps import AppConfig


class MerchantConfig(AppConfig):
    """Pages for a store's staff."""

    name = "regulars.faces.merchant"
    label = "merchant"
