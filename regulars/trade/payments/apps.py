"""Money on its way in and back."""

from importlib import import_module

from django.apps import AppConfig


class PaymentsConfig(AppConfig):
    """Payments, provider events, refunds to the payer."""

    name = "regulars.trade.payments"
    label = "payments"

    def ready(self) -> None:
        import_module("regulars.trade.payments.checks")
