"""Money on its way in and back."""

from django.apps import AppConfig


class PaymentsConfig(AppConfig):
    """Payments, provider events, refunds to the payer."""

    name = "regulars.trade.payments"
    label = "payments"
