"""Each store's members."""

from importlib import import_module

from django.apps import AppConfig


class MembersConfig(AppConfig):
    """Programmes, members, their tiers and points."""

    name = "regulars.loyalty.members"
    label = "members"

    def ready(self) -> None:
        """Tell groups what can be asked about members."""
        import_module(f"{self.name}.queries.attributes")
