"""What a store wants to be left with."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from regulars.goods.catalog.models import Variant
from regulars.ground.kit.actions import action, note
from regulars.ground.kit.actors import Actor
from regulars.ground.kit.refusals import BadInput, NotFound
from regulars.people.merchants.models import Store
from regulars.trade.guard.actions.rechecking import want_recheck
from regulars.trade.guard.models import Floor, LowestPrice

MOST_MARGIN = 9_000
MOST_MINOR = 10**12


@action("guard.set_margin")
def set_least_margin(*, by: Actor, store: Store, margin_bp: int) -> None:
    """Set the least margin of every sale in basis points; 0: only the cost must come in. Raises BadInput."""
    by.require("offers", store.pk)
    if type(margin_bp) is not int or not 0 <= margin_bp <= MOST_MARGIN:
        raise BadInput(_("A margin lies between 0 and 90 percent."), param="margin")
    Floor.objects.of(store).update_or_create(store=store, defaults={"least_margin_bp": margin_bp})
    note(margin_bp=margin_bp)
    want_recheck([store.pk])


@action("guard.set_lowest_price")
def set_lowest_price(*, by: Actor, store: Store, variant: str, lowest_minor: int | None) -> None:
    """Set what must be left of one piece (minor units), or take it away with None. Raises BadInput, NotFound."""
    by.require("offers", store.pk)
    row = Variant.objects.of(store).filter(public_id=variant).first()
    if row is None:
        raise NotFound()
    if lowest_minor is not None and (type(lowest_minor) is not int or not 0 < lowest_minor <= MOST_MINOR):
        raise BadInput(_("Write the least that must be left of one piece, above zero."), param="lowest")
    if lowest_minor is None:
        LowestPrice.objects.of(store).filter(variant=row).delete()
    else:
        values = {"store": store, "lowest_minor": lowest_minor}
        LowestPrice.objects.of(store).update_or_create(variant=row, defaults=values)
    note(variant=variant, lowest_minor=lowest_minor)
    want_recheck([store.pk])
