"""Draws by lot."""

from importlib import import_module

from django.apps import AppConfig


class DrawsConfig(AppConfig):
    """Lotteries and trials whose draw anyone can verify."""

    name = "regulars.trade.draws"
    label = "draws"

    def ready(self) -> None:
        """Stand in the stores' calendars, keep what was promised, and let the check-out know what was won."""
        import_module(f"{self.name}.queries.planned")
        import_module(f"{self.name}.queries.promised")
        import_module(f"{self.name}.actions.granting")
