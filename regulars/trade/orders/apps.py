"""Baskets, orders, returns."""

from django.apps import AppConfig


class OrdersConfig(AppConfig):
    """From the basket to the last refund."""

    name = "regulars.trade.orders"
    label = "orders"
