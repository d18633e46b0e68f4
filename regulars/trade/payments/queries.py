"""Questions about payments."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Literal

from django.db.models import F, QuerySet

from regulars.ground.kit.refusals import NotFound
from regulars.ground.kit.statements import statement
from regulars.trade.payments.models import Payment as Payment
from regulars.trade.payments.models import PaymentRefund as PaymentRefund
from regulars.trade.payments.providers import UnknownProvider, offered, provider
from regulars.trade.payments.providers.test import signed
from regulars.trade.payments.rules import ProviderMessage

Button = Literal["pay", "fail", "wrong-amount", "wrong-currency"]


def provider_names() -> list[str]:
    """The ways to pay, in the order in which payers see them."""
    return offered()


def read_callback(name: str, headers: Mapping[str, str], body: bytes) -> ProviderMessage:
    """Verify and read a provider's callback. Raises NotFound, BadSignature, BadCallback."""
    try:
        return provider(name).parse_callback(headers, body)
    except UnknownProvider as problem:
        raise NotFound() from problem


def payment(public_id: str) -> Payment:
    """A payment. Raises NotFound."""
    found = _named.first(public_id)
    if found is None:
        raise NotFound()
    return found


@statement
def _named(public_id: str) -> QuerySet[Payment, Payment]:
    return Payment.objects.filter(public_id=public_id)


def payments_of(ref: str) -> QuerySet[Payment]:
    """All attempts to pay `ref`, oldest first."""
    return Payment.objects.filter(ref=ref).order_by("pk")


def captured_payment(ref: str) -> Payment | None:
    """The one payment that paid `ref`."""
    return Payment.objects.filter(ref=ref, state="captured").first()


def refunds_of(*refs: str) -> QuerySet[PaymentRefund]:
    """Money sent back of what was paid for `refs`, oldest first."""
    return PaymentRefund.objects.filter(payment__ref__in=refs).select_related("payment").order_by("pk")


def held_of(refs: Iterable[str]) -> dict[str, list[Payment]]:
    """Money that came for these refs, does not match and was not sent back, by ref; one question."""
    rows = Payment.objects.filter(ref__in=set(refs), state="held", received_minor__gt=F("refunded_minor"))
    found: dict[str, list[Payment]] = {}
    for row in rows.order_by("pk"):
        found.setdefault(row.ref, []).append(row)
    return found


def stuck_refunds() -> QuerySet[PaymentRefund]:
    """Refunds that a provider will not carry out, newest first."""
    return PaymentRefund.objects.filter(state="failed").select_related("payment").order_by("-pk")


def rehearse(of: Payment, button: Button, event_id: str = "") -> tuple[dict[str, str], bytes]:
    """Headers and body of the callback that the test provider sends for a button of its page.

    Raises NotFound for another provider's payment, or when the test provider is not offered.
    """
    if of.provider != "test" or "test" not in offered():
        raise NotFound()
    other = "JPY" if of.currency != "JPY" else "CNY"
    payload = {
        "kind": "failed" if button == "fail" else "captured",
        "payment": of.public_id,
        "provider_ref": f"test_{of.public_id}",
        "amount_minor": of.amount_minor - (1 if button == "wrong-amount" else 0),
        "currency": other if button == "wrong-currency" else of.currency,
    }
    return signed(payload, event_id)


def payments_by_public_id(ids: Iterable[str]) -> dict[str, Payment]:
    """Payments by public id."""
    return {row.public_id: row for row in Payment.objects.filter(public_id__in=set(ids))}
