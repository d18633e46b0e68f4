"""Flows of payments that are killed at every write (see tests.trade.failpoints)."""

from __future__ import annotations

import os
import sys
from datetime import timedelta

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "regulars.wiring.settings")
django.setup()

from regulars.ground.bus.models import Message  # noqa: E402
from regulars.ground.kit import clock  # noqa: E402
from regulars.ground.kit.actors import SYSTEM  # noqa: E402
from regulars.trade.payments import actions  # noqa: E402
from regulars.trade.payments.models import Payment, PaymentRefund, ProviderEvent  # noqa: E402
from tests.trade.failpoints import crash_everywhere  # noqa: E402
from tests.trade.payments.paying import hear, paid, said, start  # noqa: E402


def begun(tag: str) -> None:
    """An attempt to pay."""
    start(f"grp_{tag}")


def callback(tag: str) -> None:
    """The provider says that it is paid."""
    hear(said(Payment.objects.get(ref=f"grp_{tag}"), f"ev_{tag}"))


def after_callback(tag: str) -> None:
    """Told again: captured, once."""
    callback(tag)
    payment = Payment.objects.get(ref=f"grp_{tag}")
    assert (payment.state, payment.captured_minor) == ("captured", 10_000)
    assert ProviderEvent.objects.filter(event_id=f"ev_{tag}").count() == 1


def bought(tag: str) -> None:
    """A captured payment."""
    paid(f"grp_{tag}")


def refund(tag: str) -> None:
    """Asked and carried out."""
    actions.ask_refund(by=SYSTEM, ref=f"ret_{tag}", payment_ref=f"grp_{tag}", amount_minor=400)
    actions.carry_out_due()


def after_refund(tag: str) -> None:
    """Asked again, and an hour later: sent back once, told once."""
    with clock.shift(timedelta(hours=1)):
        refund(tag)
    row = PaymentRefund.objects.get(ref=f"ret_{tag}")
    assert (row.state, row.payment.refunded_minor) == ("done", 400)
    told = Message.objects.filter(name="trade.payment-refunded.v1", ref=f"grp_{tag}")
    assert told.count() == 1


FLOWS = {"callback": (begun, callback, after_callback), "refund": (bought, refund, after_refund)}

if __name__ == "__main__":
    print(crash_everywhere(*FLOWS[sys.argv[1]]))
