"""The command line."""

from django.apps import AppConfig


class TerminalConfig(AppConfig):
    """Verbs, imports and the demo town."""

    name = "regulars.faces.terminal"
    label = "terminal"
