"""An advance pays for a part of an order; it is free again when the order is never paid."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from regulars.ground.kit.actions import action
from regulars.ground.kit.actors import Actor
from regulars.trade.advances.hooks import Lost
from regulars.trade.advances.models import Advance


class AdvanceGone(Lost):
    """The advance is not there to pay with (any more)."""

    code = "advance-gone"
    sentence = _("What you paid ahead was used already or given back. Look at where it stands.")


@action("advances.use", audit=False)
def use_advance(*, by: Actor, advance: Advance, group_ref: str) -> None:
    """Take a paid advance for an order group; the books follow when the group is paid.

    For the same group again it changes nothing. Raises AdvanceGone.
    """
    rows = Advance.objects.of(advance.store_id).filter(pk=advance.pk)
    if rows.filter(state="paid").update(state="used", used_ref=group_ref):
        advance.state, advance.used_ref = "used", group_ref
    elif not rows.filter(state="used", used_ref=group_ref).exists():
        raise AdvanceGone()


@action("advances.free", audit=False)
def free_advance(*, by: Actor, advance: Advance, group_ref: str) -> bool:
    """The group was never paid: the advance stands as paid again. False when it was not taken for it."""
    rows = Advance.objects.of(advance.store_id).filter(pk=advance.pk, state="used", used_ref=group_ref)
    freed = bool(rows.update(state="paid", used_ref=""))
    advance.refresh_from_db(fields=["state", "used_ref"])
    return freed
