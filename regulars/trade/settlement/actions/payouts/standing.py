"""Where a payout stands, and whose turn it is."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from regulars.ground.kit.refusals import NotFound, Refusal
from regulars.trade.settlement.actions.turns import take_turn
from regulars.trade.settlement.models import Payout


class PayoutGone(Refusal):
    """Somebody was faster."""

    status = 409
    code = "payout-gone"
    sentence = _("This payout is not open any more. Reload the list to see what became of it.")


def the_payout(public_id: str) -> Payout:
    """The payout as it stands. Raises NotFound."""
    found = Payout.objects.filter(public_id=public_id).first()
    if found is None:
        raise NotFound()
    return found


def turn_of(store_id: int, currency: str) -> None:
    """What a store is paid is decided one after the other."""
    take_turn(f"payout:{store_id}:{currency}")
