"""A whole product at once: words, variants, prices, stock and pictures in one transaction, or nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypedDict

from django.utils.translation import gettext_lazy as _

from regulars.goods.catalog.actions.prices import set_price
from regulars.goods.catalog.actions.products import (
    add_product,
    change_product,
    publish_product,
    retire_product,
    unpublish_product,
)
from regulars.goods.catalog.actions.stock import adjust_stock
from regulars.goods.catalog.actions.variants import add_variant, change_variant, retire_variant
from regulars.goods.catalog.models import Variant
from regulars.goods.catalog.queries import product_of
from regulars.goods.catalog.rules import VariantInput
from regulars.goods.media.actions import describe_pictures
from regulars.goods.media.models import Picture
from regulars.ground.kit.actions import action
from regulars.ground.kit.actors import Actor
from regulars.ground.kit.refusals import NotFound, Refusal
from regulars.people.merchants.models import Store

MANY = {"publish": publish_product, "unpublish": unpublish_product, "retire": retire_product}


class Row(TypedDict):
    """A variant as a form gives it; `id` is empty for a new one. Amounts in minor units.

    `moved` is by how much the stock was changed while the form was open; None leaves it alone.
    """

    id: str
    sku: str
    options: dict[str, str]
    options_zh: dict[str, str]
    price_minor: int
    compare_minor: int | None
    cost_minor: int | None
    on_hand: int
    moved: int | None
    gone: bool


class ChangedMeanwhile(Refusal):
    """Somebody saved the product after this form was opened."""

    status = 409
    code = "changed-meanwhile"
    sentence = _(
        "Somebody saved this product while you were editing. Open it in a second tab, compare, "
        "and save again to keep yours."
    )


@action("catalog.create_product", audit=False)
def create_product(
    *,
    by: Actor,
    store: Store,
    words: Mapping[str, Any],
    variants: Sequence[Row],
    pictures: Sequence[Picture],
    alts: Mapping[str, str],
    publish: bool,
) -> str:
    """A new product, on sale at once with `publish`; returns its public id. Raises as `add_product`."""
    describe_pictures(by=by, pictures=pictures, alts=alts)
    made = add_product(
        by=by, store=store, **words, variants=[_input(row) for row in variants], pictures=pictures
    )
    if publish:
        publish_product(by=by, store=store, product_id=made.public_id)
    return made.public_id


@action("catalog.save_product", audit=False)
def save_product(
    *,
    by: Actor,
    store: Store,
    product_id: str,
    version: int,
    words: Mapping[str, Any],
    variants: Sequence[Row],
    pictures: Sequence[Picture],
    alts: Mapping[str, str],
) -> str:
    """Save a form over a product; returns its public id.

    Raises ChangedMeanwhile when the product is no longer at `version`, and as the single changes do.
    """
    fresh = product_of(store, product_id)
    if fresh.version != version:
        raise ChangedMeanwhile(version=fresh.version)
    describe_pictures(by=by, pictures=pictures, alts=alts)
    differing = {name: value for name, value in words.items() if getattr(fresh, name) != value}
    change_product(by=by, store=store, product_id=product_id, pictures=list(pictures), **differing)
    known = {row.public_id: row for row in fresh.variants.all()}
    # New ones first, so that the last of the old ones may go.
    for row in sorted(variants, key=lambda one: (bool(one["id"]), one["gone"])):
        if not row["id"]:
            add_variant(by=by, store=store, product_id=product_id, variant=_input(row))
        elif row["id"] not in known:
            raise NotFound()
        else:
            _save(by, store, known[row["id"]], row)
    return product_id


@action("catalog.change_many_products", audit=False)
def change_many_products(*, by: Actor, store: Store, products: Sequence[str], what: str) -> int:
    """One change of MANY to many products, all or none; returns how many. Raises NotFound, VariantMissing."""
    if what not in MANY:
        raise NotFound()
    for product in dict.fromkeys(products):
        MANY[what](by=by, store=store, product_id=product)
    return len(set(products))


def _save(by: Actor, store: Store, before: Variant, row: Row) -> None:
    variant = before.public_id
    if row["gone"]:
        retire_variant(by=by, store=store, variant_id=variant)
        return
    price, compare = row["price_minor"], row["compare_minor"]
    if (price, compare) != (before.price_minor, before.compare_minor):
        set_price(by=by, store=store, variant_id=variant, price_minor=price, compare_minor=compare)
    words = (row["sku"], row["options"], row["options_zh"], row["cost_minor"])
    if words != (before.sku, before.options, before.options_zh, before.cost_minor):
        change_variant(
            by=by, store=store, variant_id=variant, sku=row["sku"] or None, options=row["options"],
            options_zh=row["options_zh"], cost_minor=row["cost_minor"],
        )  # fmt: skip
    # The difference, not the level: pieces sold while the form was open stay sold.
    if row["moved"]:
        adjust_stock(by=by, store=store, variant_id=variant, delta=row["moved"], why="counted")


def _input(row: Row) -> VariantInput:
    return {
        "sku": row["sku"], "options": row["options"], "options_zh": row["options_zh"],
        "price_minor": row["price_minor"], "compare_minor": row["compare_minor"],
        "cost_minor": row["cost_minor"], "on_hand": row["on_hand"],
    }  # fmt: skip
