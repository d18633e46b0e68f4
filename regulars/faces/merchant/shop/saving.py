"""A product form saved: words, variants, prices, stock and pictures in one transaction, or nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from regulars.faces.merchant.frame import Row
from regulars.faces.merchant.shop.pictures import describe
from regulars.goods.catalog import actions as catalog
from regulars.goods.catalog.queries import product_of
from regulars.ground.kit.actions import action
from regulars.ground.kit.actors import Actor
from regulars.ground.kit.refusals import NotFound, Refusal

Variants = Sequence[Mapping[str, Any]]


class ChangedMeanwhile(Refusal):
    """Somebody saved the product after this form was opened."""

    status = 409
    code = "changed-meanwhile"
    sentence = _(
        "Somebody saved this product while you were editing. Open it in a second tab, compare, "
        "and save again to keep yours."
    )


@action("desk.create_product", audit=False)
def create_product(
    *,
    by: Actor,
    store: Row,
    given: Mapping[str, Any],
    pictures: Sequence[Row],
    alts: Mapping[str, str],
    publish: bool,
) -> str:
    """A new product with its variants; returns its public id. Raises as `catalog.add_product`."""
    describe(by, pictures, alts)
    words = {name: value for name, value in given.items() if name != "variants"}
    variants = [_input(row) for row in given["variants"]]
    made = catalog.add_product(by=by, store=store, **words, variants=variants, pictures=pictures)
    if publish:
        catalog.publish_product(by=by, store=store, product_id=made.public_id)
    return str(made.public_id)


@action("desk.save_product", audit=False)
def save_product(
    *, by: Actor, store: Row, product: Row, version: int, given: Mapping[str, Any], pictures: Sequence[Row],
    alts: Mapping[str, str],
) -> str:  # fmt: skip
    """Save a form over a product; returns its public id. Raises ChangedMeanwhile and as the catalog's actions."""
    fresh = product_of(store, product.public_id)
    if fresh.version != version:
        raise ChangedMeanwhile(version=fresh.version)
    describe(by, pictures, alts)
    words = {name: value for name, value in given.items() if name != "variants"}
    catalog.change_product(by=by, store=store, product_id=product.public_id, pictures=list(pictures), **words)
    known = {row.public_id: row for row in fresh.variants.all()}
    # New ones first, so that the last of the old ones may go.
    for row in sorted(given["variants"], key=lambda one: (bool(one["id"]), one["gone"])):
        if not row["id"]:
            catalog.add_variant(by=by, store=store, product_id=product.public_id, variant=_input(row))
        elif row["id"] not in known:
            raise NotFound()
        else:
            _save(by, store, known[row["id"]], row)
    return str(product.public_id)


def _save(by: Actor, store: Row, before: Row, row: Mapping[str, Any]) -> None:
    own = {"by": by, "store": store, "variant_id": before.public_id}
    if row["gone"]:
        catalog.retire_variant(**own)
        return
    if (row["price_minor"], row["compare_minor"]) != (before.price_minor, before.compare_minor):
        catalog.set_price(**own, price_minor=row["price_minor"], compare_minor=row["compare_minor"])
    if (row["sku"], row["options"], row["cost_minor"]) != (before.sku, before.options, before.cost_minor):
        catalog.change_variant(
            **own, sku=row["sku"] or None, options=row["options"], cost_minor=row["cost_minor"]
        )
    # The difference, not the level: pieces sold while the form was open stay sold.
    if row["moved"]:
        catalog.adjust_stock(**own, delta=row["moved"], why="counted")


def _input(row: Mapping[str, Any]) -> Any:
    names = ("sku", "options", "price_minor", "compare_minor", "cost_minor", "on_hand")
    return {name: row[name] for name in names}
