"""The ledger."""

from django.apps import AppConfig


class SettlementConfig(AppConfig):
    """Double entry, commissions, statements, payouts."""

    name = "regulars.trade.settlement"
    label = "settlement"
