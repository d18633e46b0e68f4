"""Pages made of blocks, drafts and published snapshots."""

from importlib import import_module
from pkgutil import iter_modules

from django.apps import AppConfig


class StorefrontConfig(AppConfig):
    """Pages made of blocks, drafts and published snapshots."""

    name = "regulars.discovery.storefront"
    label = "storefront"

    def ready(self) -> None:
        from regulars.discovery.storefront import blocks

        for found in iter_modules(blocks.__path__):
            import_module(f"{blocks.__name__}.{found.name}")
