"""Draws by lot."""

from django.apps import AppConfig


class DrawsConfig(AppConfig):
    """Lotteries and trials whose draw anyone can verify."""

    name = "regulars.trade.draws"
    label = "draws"
