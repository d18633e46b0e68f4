"""A presale is planned, published and, if it must be, stopped."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from regulars.goods.catalog.models import Product, Variant
from regulars.ground.bus.outbox import announce
from regulars.ground.kit import clock
from regulars.ground.kit.actions import action
from regulars.ground.kit.actors import Actor
from regulars.ground.kit.refusals import BadInput, NotFound, Refusal
from regulars.ground.kit.sanitize import plain
from regulars.people.merchants.models import Store
from regulars.trade.presales.events import PresalePublished, PresaleStopped
from regulars.trade.presales.models import Presale, PresaleItem
from regulars.trade.presales.queries import presale_of
from regulars.trade.presales.rules import UNPAID, Windows, sum_of

MOST = 1_000_000


class PresaleNotPossible(BadInput):
    """The plan contradicts itself; the sentence says where."""

    code = "presale-not-possible"
    sentence = _("This plan does not fit together. Check the windows and the amounts.")


class PresaleFixed(Refusal):
    """Shoppers rely on a published presale."""

    status = 409
    code = "presale-fixed"
    sentence = _(
        "This presale is published and cannot change. Stop it, which gives all deposits back, or let it run."
    )


@dataclass(frozen=True, slots=True)
class ItemPlan:
    """What is planned for a variant: minor units for one piece, and how many there are."""

    price_minor: int
    deposit_minor: int
    off_minor: int
    quota: int


@action("presales.plan")
def plan_presale(
    *,
    by: Actor,
    store: Store,
    product_id: str,
    title: str,
    windows: Windows,
    items: Mapping[str, Mapping[str, int]],
    unpaid: str,
    per_person: int = 1,
    title_zh: str = "",
) -> Presale:
    """Draft a presale of variants (public id -> price_minor, deposit_minor, off_minor, quota) of one product.

    Raises PresaleNotPossible, NotFound.
    """
    by.require("offers", store.pk)
    product = Product.objects.of(store).filter(public_id=product_id, retired_at=None).first()
    if product is None:
        raise NotFound()
    values = _values(store, product, title, title_zh, windows, unpaid, per_person)
    row = Presale.objects.create(store=store, product=product, currency=product.currency, **values)
    _write_items(row, product, items)
    return row


@action("presales.replan")
def replan_presale(
    *,
    by: Actor,
    store: Store,
    presale: str,
    title: str,
    windows: Windows,
    items: Mapping[str, Mapping[str, int]],
    unpaid: str,
    per_person: int = 1,
    title_zh: str = "",
) -> Presale:
    """Change a draft as a whole. Raises PresaleFixed, PresaleNotPossible, NotFound."""
    by.require("offers", store.pk)
    row = presale_of(store, presale)
    values = _values(store, row.product, title, title_zh, windows, unpaid, per_person)
    if not Presale.objects.of(store).filter(pk=row.pk, state="draft").update(**values):
        raise PresaleFixed()
    PresaleItem.objects.filter(presale=row).delete()
    _write_items(row, row.product, items)
    return presale_of(store, presale)


def _values(
    store: Store, product: Product, title: str, title_zh: str, windows: Windows, unpaid: str, per_person: int
) -> dict[str, Any]:
    words = plain(title, limit=120)
    if not words:
        raise PresaleNotPossible(_("Give the presale a name."), param="title")
    if unpaid not in UNPAID:
        raise PresaleNotPossible(
            _("Say what happens to the deposit of somebody who does not pay the balance."), param="unpaid"
        )
    if type(per_person) is not int or not 1 <= per_person <= 99:
        raise PresaleNotPossible(_("One person may book from 1 to 99 pieces."), param="per_person")
    return {
        "title": words,
        "title_zh": plain(title_zh, limit=120),
        "unpaid": unpaid,
        "per_person": per_person,
        "deposit_from": windows.deposit_from,
        "deposit_until": windows.deposit_until,
        "balance_from": windows.balance_from,
        "balance_until": windows.balance_until,
        "ship_by": windows.ship_by,
    }


def _write_items(row: Presale, product: Product, items: Mapping[str, Mapping[str, int]]) -> None:
    if not items:
        raise PresaleNotPossible(_("Choose at least one variant and say how many there are."), param="items")
    known = Variant.objects.of(row.store_id).filter(product=product, retired_at=None, public_id__in=items)
    variants = {variant.public_id: variant for variant in known}
    if len(variants) != len(items):
        raise NotFound()
    PresaleItem.objects.bulk_create(
        [_item(row, variants[key], items[key]) for key in sorted(items, key=lambda name: variants[name].pk)]
    )


def _item(row: Presale, variant: Variant, given: Mapping[str, int]) -> PresaleItem:
    try:
        plan = ItemPlan(**given)
        sum_of(plan.price_minor, plan.off_minor, plan.deposit_minor)
    except (TypeError, ValueError) as problem:
        words = _("The deposit has to be above zero, and together with what comes off stay below the price.")
        raise PresaleNotPossible(words, param=f"deposit-{variant.public_id}") from problem
    if type(plan.quota) is not int or not 1 <= plan.quota <= MOST:
        raise PresaleNotPossible(
            _("Say how many pieces there are, at least 1."), param=f"quota-{variant.public_id}"
        )
    return PresaleItem(
        presale=row,
        variant=variant,
        price_minor=plan.price_minor,
        deposit_minor=plan.deposit_minor,
        off_minor=plan.off_minor,
        quota=plan.quota,
    )


@action("presales.publish")
def publish_presale(*, by: Actor, store: Store, presale: str) -> Presale:
    """Shoppers can see it and, from its first moment on, pay deposits. Safe to repeat.

    Raises NotFound, PresaleFixed, PresaleNotPossible when its deposit window is over.
    """
    by.require("offers", store.pk)
    row = presale_of(store, presale)
    if row.deposit_until <= clock.now() and row.state == "draft":
        raise PresaleNotPossible(
            _("Its deposit window is over already. Move the windows first."), param="deposit_until"
        )
    rows = Presale.objects.of(store).filter(pk=row.pk, state="draft")
    if not rows.update(state="published", published_at=clock.now()):
        if row.state == "stopped":
            raise PresaleFixed()
        return row
    announce(
        PresalePublished(
            presale=row.public_id,
            product=row.product.public_id,
            deposit_from=row.deposit_from.isoformat(),
            balance_until=row.balance_until.isoformat(),
            store_id=store.pk,
            ref=row.public_id,
        )
    )
    return presale_of(store, presale)


@action("presales.stop")
def stop_presale(*, by: Actor, store: Store, presale: str, why: str) -> Presale:
    """The store cancels: nobody can book or pay any more, and everything paid goes back (`give_all_back`).

    What was ordered and is on its way stays. Safe to repeat. Raises NotFound, BadInput without a reason.
    """
    by.require("offers", store.pk)
    row = presale_of(store, presale)
    words = plain(why, limit=300)
    if not words:
        raise BadInput(_("Say why, so that those who booked understand it."), param="why")
    rows = Presale.objects.of(store).filter(pk=row.pk).exclude(state="stopped")
    changed = rows.update(state="stopped", stopped_at=clock.now(), stopped_why=words, settled_at=None)
    if changed and row.state == "published":
        announce(PresaleStopped(presale=row.public_id, why=words, store_id=store.pk, ref=row.public_id))
    return presale_of(store, presale)
