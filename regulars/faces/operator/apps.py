"""The market's console."""

from django.apps import AppConfig


class OperatorConfig(AppConfig):
    """Pages for the market's operators."""

    name = "regulars.faces.operator"
    label = "operator"
