"""One batch of planned rows written down, in a few statements."""

from __future__ import annotations

from collections.abc import Sequence

from regulars.goods.catalog.actions.kept import refresh
from regulars.goods.catalog.actions.prices import record_price
from regulars.goods.catalog.actions.records import tell_recorded
from regulars.goods.catalog.actions.sheet.planning import Known, Step
from regulars.goods.catalog.actions.stock import HeldByOrders, move_stock
from regulars.goods.catalog.models import PriceChange, Product, Stock, StockMove, Variant
from regulars.goods.catalog.rules import MAX_VARIANTS
from regulars.goods.catalog.rules.sheet import Fault
from regulars.ground.kit import clock
from regulars.ground.kit.actors import Actor
from regulars.people.merchants.models import Store


def apply(by: Actor, store: Store, steps: Sequence[Step], known: Known) -> None:
    """Write the batch: products first, then variants with stock and prices, then what lists keep."""
    todo = [step for step in steps if step.outcome in {"created", "changed"}]
    _create_products(store, todo, known)
    _change_products(store, todo, known)
    _create_variants(by, store, [step for step in todo if step.outcome == "created"], known)
    for step in todo:
        if step.outcome == "changed":
            _change_variant(by, step, known)
    touched = {step.ref: known.products[step.ref] for step in todo}
    refresh(row.pk for row in touched.values())
    tell_recorded(list(touched.values()))


def _create_products(store: Store, steps: Sequence[Step], known: Known) -> None:
    fresh: dict[str, Step] = {}
    for step in steps:
        if step.ref not in known.products:
            fresh.setdefault(step.ref, step)
    made = [
        Product(
            store=store,
            currency=store.currency,
            external_ref=ref,
            published_at=clock.now() if step.publish else None,
            **step.words,
        )
        for ref, step in fresh.items()
    ]
    for product in Product.objects.bulk_create(made):
        known.products[product.external_ref] = product
        known.own.add(product.pk)


def _change_products(store: Store, steps: Sequence[Step], known: Known) -> None:
    for step in steps:
        product = known.products[step.ref]
        changes = {} if product.pk in known.own else dict(step.words)
        if step.publish is not None and product.pk not in known.own:
            changes["published_at"] = clock.now() if step.publish else None
        if changes:
            Product.objects.of(store).filter(pk=product.pk).update(**changes, updated_at=clock.now())


def _create_variants(by: Actor, store: Store, steps: Sequence[Step], known: Known) -> None:
    made = Variant.objects.bulk_create(
        Variant(
            product=known.products[step.ref],
            store=store,
            sku=step.line.sku,
            position=MAX_VARIANTS,
            **step.variant,
        )
        for step in steps
        if step.line is not None
    )
    levels = [step.stock or 0 for step in steps]
    Stock.objects.bulk_create(Stock(variant=row, on_hand=n) for row, n in zip(made, levels, strict=True))
    PriceChange.objects.bulk_create(
        PriceChange(variant=row, price_minor=row.price_minor, by_id=by.person_id) for row in made
    )
    StockMove.objects.bulk_create(
        StockMove(variant=row, delta=n, why="imported", by_id=by.person_id)
        for row, n in zip(made, levels, strict=True)
        if n
    )


def _change_variant(by: Actor, step: Step, known: Known) -> None:
    assert step.line is not None
    variant = known.variants[step.line.sku]
    try:
        if step.stock is not None:
            move_stock(by, variant, step.stock, "imported")
    except HeldByOrders:
        # An order took pieces after the row was planned.
        step.outcome, step.faults = "rejected", [Fault("stock", "held")]
        return
    if not step.variant:
        return
    before = variant.price_minor
    for name, value in step.variant.items():
        setattr(variant, name, value)
    variant.save(update_fields=list(step.variant))
    if variant.price_minor != before:
        record_price(by, variant, before)
