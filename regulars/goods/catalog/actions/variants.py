"""The buyable forms of a product."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext_lazy as _

from regulars.goods.catalog.actions.kept import changed
from regulars.goods.catalog.actions.prices import check_price
from regulars.goods.catalog.actions.stock import BadQuantity, own_variant
from regulars.goods.catalog.models import PriceChange, Product, Stock, StockMove, Variant
from regulars.goods.catalog.rules import MAX_VARIANTS, VariantInput, options_match, sku_for, stock_ok
from regulars.ground.kit import clock
from regulars.ground.kit.actions import action
from regulars.ground.kit.actors import Actor
from regulars.ground.kit.refusals import BadInput, NotFound, Refusal
from regulars.ground.kit.sanitize import plain
from regulars.people.merchants.models import Store


class SkuTaken(Refusal):
    """Two variants of a store cannot share a SKU."""

    code = "sku-taken"
    sentence = _("Another variant of your store has this SKU. Give each variant its own.")


class LastVariant(Refusal):
    """A product is at least one variant."""

    code = "last-variant"
    sentence = _("This is the product's only variant. Hide or retire the product instead.")


class OptionsDiffer(BadInput):
    """The options in Chinese are not those in English."""

    code = "options-differ"
    sentence = _("Say each option in Chinese too, in the same order, or none of them.")


class TooManyVariants(Refusal):
    """There is a limit."""

    code = "too-many-variants"
    sentence = _("A product has at most 100 variants. Make a second product for the others.")


@action("catalog.add_variant")
def add_variant(*, by: Actor, store: Store, product_id: str, variant: VariantInput) -> Variant:
    """Add a variant to the store's product.

    Raises NotFound, BadPrice, SkuTaken, OptionsDiffer, TooManyVariants.
    """
    by.require("products", store.pk)
    product = Product.objects.of(store).filter(public_id=product_id, retired_at=None).first()
    if product is None:
        raise NotFound()
    row = create_variants(by, product, [variant])[0]
    changed(product)
    return row


@action("catalog.retire_variant")
def retire_variant(*, by: Actor, store: Store, variant_id: str) -> None:
    """Take a variant off sale for good. Raises LastVariant, NotFound."""
    by.require("products", store.pk)
    variant = own_variant(store, variant_id)
    others = Variant.objects.of(store).filter(product=variant.product, retired_at=None).exclude(pk=variant.pk)
    if not others.exists():
        raise LastVariant()
    Variant.objects.of(store).filter(pk=variant.pk).update(retired_at=clock.now())
    changed(variant.product)


@action("catalog.change_variant")
def change_variant(
    *,
    by: Actor,
    store: Store,
    variant_id: str,
    sku: str | None = None,
    options: Mapping[str, str] | None = None,
    options_zh: Mapping[str, str] | None = None,
    cost_minor: int | None = None,
) -> Variant:
    """Change a variant's SKU, options or cost (minor units). Raises SkuTaken, OptionsDiffer, NotFound."""
    by.require("products", store.pk)
    variant = own_variant(store, variant_id)
    if sku is not None and plain(sku, limit=60) != variant.sku:
        variant.sku = _free_sku(store.pk, sku, [])
    if options is not None or options_zh is not None:
        _rename(variant, options, options_zh)
    if cost_minor is not None:
        check_price(cost_minor, None)
        variant.cost_minor = cost_minor
    variant.save(update_fields=["sku", "options", "options_zh", "cost_minor"])
    changed(variant.product)
    return variant


def _rename(
    variant: Variant, options: Mapping[str, str] | None, options_zh: Mapping[str, str] | None
) -> None:
    before = variant.options
    if options is not None:
        variant.options = clean_options(options)
    if options_zh is not None:
        variant.options_zh = options_in_chinese(variant.options, options_zh)
    elif variant.options != before:
        variant.options_zh = {}


def create_variants(by: Actor, product: Product, inputs: Sequence[VariantInput]) -> list[Variant]:
    """Create the variants with their stock and first price. Raises as `add_variant`."""
    first = product.variants.count()
    if first + len(inputs) > MAX_VARIANTS:
        raise TooManyVariants(param="variants")
    rows: list[Variant] = []
    for position, given in enumerate(inputs, start=first):
        rows.append(_row(product, given, position, [row.sku for row in rows]))
    Variant.objects.bulk_create(rows)
    for row, given in zip(rows, inputs, strict=True):
        _stock(by, row, given.get("on_hand", 0))
        PriceChange.objects.create(variant=row, price_minor=row.price_minor, by_id=by.person_id)
    return rows


def _row(product: Product, given: VariantInput, position: int, beside: list[str]) -> Variant:
    price, compare = given["price_minor"], given.get("compare_minor")
    check_price(price, compare)
    options = clean_options(given.get("options", {}))
    return Variant(
        product=product,
        store_id=product.store_id,
        sku=_free_sku(product.store_id, given.get("sku", ""), beside),
        options=options,
        options_zh=options_in_chinese(options, given.get("options_zh", {})),
        price_minor=price,
        compare_minor=compare,
        cost_minor=given.get("cost_minor"),
        position=position,
    )


def _free_sku(store_id: int, sku: str, beside: list[str]) -> str:
    wanted = plain(sku, limit=60)
    if not wanted:
        numbered = Variant.objects.of(store_id).filter(sku__startswith="SKU-").values_list("sku", flat=True)
        return sku_for(numbered.count() + 1, [*numbered, *beside])
    if wanted in beside or Variant.objects.of(store_id).filter(sku=wanted).exists():
        raise SkuTaken(param="sku", sku=wanted)
    return wanted


def clean_options(options: Mapping[str, str]) -> dict[str, str]:
    """Options as short plain text, in the order given; at most five."""
    pairs = [(plain(str(key), limit=40), plain(str(value), limit=80)) for key, value in options.items()]
    return {key: value for key, value in pairs[:5] if key and value}


def options_in_chinese(options: Mapping[str, str], options_zh: Mapping[str, str]) -> dict[str, str]:
    """The same options in Chinese, in the same order. Raises OptionsDiffer."""
    found = clean_options(options_zh)
    if not options_match(options, found):
        raise OptionsDiffer(param="options_zh")
    return found


def _stock(by: Actor, variant: Variant, on_hand: int) -> None:
    if not stock_ok(on_hand):
        raise BadQuantity(param="on_hand")
    Stock.objects.create(variant=variant, on_hand=on_hand)
    if on_hand:
        StockMove.objects.create(variant=variant, delta=on_hand, why="counted", by_id=by.person_id)
