"""Registers the media app."""

from django.apps import AppConfig


class MediaConfig(AppConfig):
    """Pictures: taken in safely, kept as rebuilt renditions."""

    name = "regulars.goods.media"
    label = "media"
    default_auto_field = "django.db.models.BigAutoField"
