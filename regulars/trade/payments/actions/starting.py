"""A payment begins."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from regulars.ground.kit.actions import action
from regulars.ground.kit.actors import SYSTEM, Actor
from regulars.ground.kit.refusals import BadInput
from regulars.ground.kit.statements import Become, change, insert, statement
from regulars.trade.payments.models import Payment
from regulars.trade.payments.providers import Redirect, UnknownProvider, names, offered, provider

SAME = ("ref", "amount_minor", "currency", "provider")


class NoSuchProvider(BadInput):
    """The payer chose what is not offered."""

    code = "no-such-provider"
    sentence = _("Choose one of the ways to pay in the list.")


@action("payments.start_payment")
def start_payment(*, by: Actor, ref: str, amount_minor: int, currency: str, provider: str = "") -> Payment:
    """An attempt to pay `ref` over `provider` (the first one switched on). Raises NoSuchProvider.

    An open attempt of the same amount over the same provider is used again, so that two clicks do not
    charge twice.
    """
    name = provider or names()[0]
    if name not in names():
        raise NoSuchProvider(param="provider")
    same = ref, amount_minor, currency, name
    return _started.first(*same) or insert(Payment(**dict(zip(SAME, same, strict=True))))


@statement
def _started(ref: str, amount_minor: int, currency: str, provider: str) -> QuerySet[Payment, Payment]:
    same = dict(zip(SAME, (ref, amount_minor, currency, provider), strict=True))
    return Payment.objects.filter(**same, state="started").order_by("pk")


def send_to_pay(payment: Payment, return_url: str) -> Redirect:
    """Where the payer goes now. Calls the provider, so it must run outside any transaction.

    Raises ProviderDown, NoSuchProvider when the provider is not offered (any more).
    """
    if payment.provider not in offered():
        raise NoSuchProvider(param="provider")
    try:
        redirect = provider(payment.provider).start(payment, return_url)
    except UnknownProvider as problem:
        raise NoSuchProvider(param="provider") from problem
    remember_attempt(by=SYSTEM, payment_id=payment.public_id, provider_ref=redirect.provider_ref)
    return redirect


@action("payments.remember_attempt", audit=False)
def remember_attempt(*, by: Actor, payment_id: str, provider_ref: str) -> None:
    """Keep the provider's id of an attempt that is still open."""
    _referred(payment_id, provider_ref)


@change
def _referred(payment_id: str, provider_ref: str) -> Become[Payment]:
    return Payment.objects.filter(public_id=payment_id, state="started"), {"provider_ref": provider_ref}
