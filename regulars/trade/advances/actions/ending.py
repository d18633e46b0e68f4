"""An advance that pays for nothing: it goes back to the payer, or the store keeps it by the published rule."""

from __future__ import annotations

from typing import Any

from regulars.ground.bus.outbox import announce
from regulars.ground.kit import clock
from regulars.ground.kit.actions import action, note
from regulars.ground.kit.actors import Actor
from regulars.trade.advances.events import AdvanceKept, AdvanceReturned
from regulars.trade.advances.models import Advance
from regulars.trade.payments.actions import ask_refund
from regulars.trade.payments.queries import captured_payment
from regulars.trade.settlement.actions import record_advance_kept, record_advance_returned
from regulars.trade.settlement.rules import commission


@action("advances.return")
def return_advance(*, by: Actor, advance: Advance, why: str) -> bool:
    """Give a paid advance back to its payer, whole and once; False when it does not stand as paid.

    Called by the app that asked for it, which has judged that `by` may. `why` is kept.
    """
    if not end(advance, "returned", why):
        return False
    payment = captured_payment(advance.public_id)
    assert payment is not None, "a paid advance has its payment"
    record_advance_returned(
        by=by,
        ref=advance.public_id,
        provider=payment.provider,
        store_id=advance.store_id,
        currency=advance.currency,
        amount_minor=advance.amount_minor,
        at=advance.ended_at,
    )
    ask_refund(by=by, ref=advance.public_id, payment_ref=advance.public_id, amount_minor=advance.amount_minor)
    announce(AdvanceReturned(**about(advance)))
    return True


@action("advances.keep")
def keep_advance(*, by: Actor, advance: Advance, why: str) -> bool:
    """A paid advance becomes the store's, less the commission frozen in it; False when it does not stand as paid.

    Only by a rule that the payer read before paying. `why` is kept.
    """
    share = commission(advance.amount_minor, advance.commission_bp)
    if not end(advance, "kept", why, kept_commission_minor=share):
        return False
    record_advance_kept(
        by=by,
        ref=advance.public_id,
        store_id=advance.store_id,
        currency=advance.currency,
        amount_minor=advance.amount_minor,
        commission_minor=share,
        at=advance.ended_at,
    )
    announce(AdvanceKept(**about(advance), commission_minor=share))
    return True


def end(advance: Advance, state: str, why: str, **more: int) -> bool:
    """Move a paid advance to its end; False when it does not stand as paid."""
    changes: dict[str, Any] = {"state": state, "ended_at": clock.now(), "why": why[:200], **more}
    rows = Advance.objects.of(advance.store_id).filter(pk=advance.pk, state="paid")
    if not rows.update(**changes):
        advance.refresh_from_db(fields=["state"])
        return False
    for name, value in changes.items():
        setattr(advance, name, value)
    note(advance=advance.public_id, to=state, amount_minor=advance.amount_minor, currency=advance.currency)
    return True


def about(advance: Advance) -> dict[str, Any]:
    """What a fact says of an advance."""
    return {
        "advance": advance.public_id,
        "purpose": advance.purpose,
        "about": advance.ref,
        "amount_minor": advance.amount_minor,
        "currency": advance.currency,
        "store_id": advance.store_id,
        "person_id": advance.person_id,
        "ref": advance.public_id,
    }
