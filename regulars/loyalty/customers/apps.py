"""Each store's own people."""

from django.apps import AppConfig


class CustomersConfig(AppConfig):
    """Relations, follows, consents, notes."""

    name = "regulars.loyalty.customers"
    label = "customers"
