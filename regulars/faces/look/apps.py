"""The look as a Django app: base layouts, components and their static files."""

from django.apps import AppConfig


class LookConfig(AppConfig):
    """Holds no tables; only templates, static files and translations."""

    name = "regulars.faces.look"
    label = "look"
