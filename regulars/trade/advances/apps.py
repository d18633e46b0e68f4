"""Money paid ahead."""

from django.apps import AppConfig


class AdvancesConfig(AppConfig):
    """Deposits and other money paid to a store before there is an order."""

    name = "regulars.trade.advances"
    label = "advances"
