"""Service plans."""

from django.apps import AppConfig


class ServicesConfig(AppConfig):
    """A service sold with goods, and what becomes of it until it ends."""

    name = "regulars.trade.services"
    label = "services"
