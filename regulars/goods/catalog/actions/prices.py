"""Prices, each change on record."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from regulars.goods.catalog.actions.kept import changed
from regulars.goods.catalog.actions.stock import own_variant
from regulars.goods.catalog.events import PriceChanged
from regulars.goods.catalog.models import PriceChange, Variant
from regulars.goods.catalog.rules import compare_ok, price_ok
from regulars.ground.bus.outbox import announce
from regulars.ground.kit.actions import action, note
from regulars.ground.kit.actors import Actor
from regulars.ground.kit.refusals import BadInput
from regulars.people.merchants.models import Store


class BadPrice(BadInput):
    """Not a price."""

    code = "bad-price"
    sentence = _("Give a price of zero or more.")


class BadComparePrice(BadInput):
    """A struck-out price that is not higher."""

    code = "bad-compare-price"
    sentence = _("The struck-out price must be higher than the price. Raise it, or leave it empty.")


@action("catalog.set_price")
def set_price(
    *, by: Actor, store: Store, variant_id: str, price_minor: int, compare_minor: int | None = None
) -> Variant:
    """Set a variant's price and struck-out price in minor units.

    Raises BadPrice, BadComparePrice, NotFound.
    """
    by.require("products", store.pk)
    check_price(price_minor, compare_minor)
    variant = own_variant(store, variant_id)
    before = variant.price_minor
    variant.price_minor, variant.compare_minor = price_minor, compare_minor
    variant.save(update_fields=["price_minor", "compare_minor"])
    note(before=before, after=price_minor)
    if before != price_minor:
        record_price(by, variant, before)
    changed(variant.product)
    return variant


def check_price(price_minor: int, compare_minor: int | None) -> None:
    """Raise BadPrice or BadComparePrice when the pair cannot stand."""
    if not price_ok(price_minor):
        raise BadPrice(param="price_minor")
    if not compare_ok(price_minor, compare_minor):
        raise BadComparePrice(param="compare_minor")


def record_price(by: Actor, variant: Variant, before: int) -> None:
    """Keep the change of price and tell of it."""
    PriceChange.objects.create(variant=variant, price_minor=variant.price_minor, by_id=by.person_id)
    announce(
        PriceChanged(
            product=variant.product.public_id,
            variant=variant.public_id,
            before_minor=before,
            after_minor=variant.price_minor,
            currency=variant.product.currency,
            store_id=variant.store_id,
            ref=variant.product.public_id,
        )
    )
