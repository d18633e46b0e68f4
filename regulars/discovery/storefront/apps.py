"""Pages made of blocks, drafts and published snapshots."""

from django.apps import AppConfig


class StorefrontConfig(AppConfig):
    """Pages made of blocks, drafts and published snapshots."""

    name = "regulars.discovery.storefront"
    label = "storefront"
