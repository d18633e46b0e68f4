"""Payments know references, sums and a provider's own numbers."""

from regulars.ground.kit.privacy import knows_nobody
from regulars.trade.payments.models import ProviderEvent

knows_nobody("of a provider's message only its kind, status and numbers are kept", ProviderEvent)
