"""Made-to-order agreements."""

from importlib import import_module

from django.apps import AppConfig


class AgreementsConfig(AppConfig):
    """From a wish to a thing that was made for one person: versions, signatures, duties, credits."""

    name = "regulars.trade.agreements"
    label = "agreements"

    def ready(self) -> None:
        """Tell those who keep money for agreements whom to call, and stand in the stores' calendars."""
        import_module(f"{self.name}.actions.registering")
        import_module(f"{self.name}.queries.planned")
