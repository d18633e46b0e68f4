"""Offers and the price receipt."""

from django.apps import AppConfig


class OffersConfig(AppConfig):
    """Coupons, red envelopes, spend-and-save, and who holds them."""

    name = "regulars.trade.offers"
    label = "offers"
