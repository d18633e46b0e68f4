"""What every provider can do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from django.utils.translation import gettext_lazy as _

from regulars.ground.kit.refusals import BadInput, Refusal
from regulars.trade.payments.models import Payment, PaymentRefund
from regulars.trade.payments.rules import ProviderMessage


class BadSignature(BadInput):
    """A callback that the provider did not sign, or signed more than five minutes ago."""

    code = "bad-signature"
    sentence = _("The signature of this message is missing, wrong or too old.")


class BadCallback(BadInput):
    """A signed callback that cannot be understood."""

    code = "bad-callback"
    sentence = _("This message cannot be understood.")


class ProviderDown(Refusal):
    """The provider does not answer, or answers that it cannot now."""

    status = 503
    code = "provider-down"
    sentence = _("The payment service does not answer. Nothing was charged; try again in a minute.")


class RefundRefused(Refusal):
    """The provider will never carry this refund out."""

    code = "refund-refused"
    sentence = _("The payment service refused this refund. Send the money back another way.")


@dataclass(frozen=True, slots=True)
class Redirect:
    """Where the payer goes to pay; `provider_ref` is the provider's id of the attempt."""

    url: str
    provider_ref: str = ""


@dataclass(frozen=True, slots=True)
class Refunded:
    """The provider took a refund over. `done` when the money is gone for good; otherwise it will call."""

    provider_ref: str
    done: bool


class Provider(Protocol):
    """A payment provider. Its network calls run outside any transaction and may be repeated."""

    name: str

    def start(self, payment: Payment, return_url: str) -> Redirect:
        """Begin an attempt to pay, once per payment. Raises ProviderDown."""

    def parse_callback(self, headers: Mapping[str, str], body: bytes) -> ProviderMessage:
        """Verify and read a callback. Raises BadSignature, BadCallback."""

    def refund(self, refund: PaymentRefund) -> Refunded:
        """Send money back, once per `refund.public_id`. Raises ProviderDown, RefundRefused."""
