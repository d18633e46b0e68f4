"""Messages from stores to their own people."""

from importlib import import_module

from django.apps import AppConfig


class OutreachConfig(AppConfig):
    """Campaigns, the shared budget of contacts, the inbox, and what messages brought."""

    name = "regulars.loyalty.outreach"
    label = "outreach"

    def ready(self) -> None:
        """Name this app's figures."""
        import_module(f"{self.name}.figures.uplift")
