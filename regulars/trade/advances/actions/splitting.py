"""A paid advance ends: the store keeps a part by a rule the payer read before, the rest goes back."""

from __future__ import annotations

from regulars.ground.bus.outbox import announce
from regulars.ground.kit.actions import action
from regulars.ground.kit.actors import Actor
from regulars.trade.advances.actions.ending import about, end, keep_advance, return_advance
from regulars.trade.advances.events import AdvanceKept, AdvanceReturned
from regulars.trade.advances.models import Advance
from regulars.trade.payments.actions import ask_refund
from regulars.trade.payments.queries import captured_payment
from regulars.trade.settlement.actions import record_advance_kept, record_advance_returned
from regulars.trade.settlement.rules import commission


@action("advances.settle")
def settle_advance(*, by: Actor, advance: Advance, kept_minor: int, why: str) -> bool:
    """The store keeps `kept_minor`, less its commission; the rest goes back. Once; False when not paid (any more).

    Nothing kept is a return, everything kept is `keep_advance`. Raises ValueError for more than was paid.
    """
    if not 0 <= kept_minor <= advance.amount_minor:
        raise ValueError("more is kept than was paid")
    if kept_minor == 0:
        return return_advance(by=by, advance=advance, why=why)
    if kept_minor == advance.amount_minor:
        return keep_advance(by=by, advance=advance, why=why)
    return _split(by, advance, kept_minor, why)


def _split(by: Actor, advance: Advance, kept: int, why: str) -> bool:
    share = commission(kept, advance.commission_bp)
    back = advance.amount_minor - kept
    if not end(advance, "kept", why, kept_commission_minor=share, returned_minor=back):
        return False
    payment = captured_payment(advance.public_id)
    assert payment is not None, "a paid advance has its payment"
    same = {
        "by": by,
        "ref": advance.public_id,
        "store_id": advance.store_id,
        "currency": advance.currency,
        "at": advance.ended_at,
    }
    record_advance_kept(**same, amount_minor=kept, commission_minor=share)
    record_advance_returned(**same, provider=payment.provider, amount_minor=back)
    ask_refund(by=by, ref=advance.public_id, payment_ref=advance.public_id, amount_minor=back)
    told = about(advance)
    announce(
        AdvanceKept(**(told | {"amount_minor": kept}), commission_minor=share),
        AdvanceReturned(**(told | {"amount_minor": back})),
    )
    return True
