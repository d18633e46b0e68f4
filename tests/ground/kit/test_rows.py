"""Rows made straight from an answer are the rows that Django makes."""

from __future__ import annotations

from typing import Any

import pytest
from django.db.models import Exists, F, OuterRef, QuerySet
from django.db.models.signals import post_init

from regulars.goods.catalog.models import Product, Variant
from regulars.ground.kit.rows import Rows
from regulars.ground.kit.statements import statement
from regulars.people.merchants.models import Suspension
from tests.town import Town


@statement
def _variants(store: int) -> QuerySet[Variant, Variant]:
    rows = Variant.objects.across_stores("a test").filter(store=store)
    shut = Suspension.objects.filter(store=OuterRef("store"), lifted_at=None)
    whole = rows.select_related("product__category", "product__brand", "store", "stock")
    return whole.annotate(shut=Exists(shut), double=F("price_minor") * 2).order_by("pk")


@statement
def _short(store: int) -> QuerySet[Product, Product]:
    rows = Product.objects.across_stores("a test").filter(store=store)
    return rows.select_related("store").defer("description", "store__story").order_by("pk")


@statement
def _tuples(store: int) -> QuerySet[Variant, tuple[str, Any]]:
    rows = Variant.objects.across_stores("a test").filter(store=store).order_by("pk")
    return rows.values_list("public_id", "options")


@statement
def _flat(store: int) -> QuerySet[Product, Any]:
    rows = Product.objects.across_stores("a test").filter(store=store).order_by("pk")
    return rows.values_list("published_at", flat=True)


def inside(row: Any) -> dict[str, Any]:
    """All that a row holds, the rows joined to it included."""
    own = {name: value for name, value in vars(row).items() if name != "_state"}
    state = row._state
    near = {name: one and (type(one), one.pk, vars(one).keys()) for name, one in state.fields_cache.items()}
    return own | {"state": (state.adding, state.db), "near": near, "type": type(row)}


@pytest.mark.django_db
@pytest.mark.parametrize("asked", [_variants, _short])
def test_rows_hold_what_django_puts_into_them(town: Town, asked: Any) -> None:
    mine, theirs = asked(town.clay.pk), list(asked.make(town.clay.pk))
    assert mine
    assert [inside(one) for one in mine] == [inside(one) for one in theirs]
    assert mine == theirs
    assert all(shape.rows is not None for shape in asked._shapes.values())


@pytest.mark.django_db
def test_joined_rows_hold_the_same(town: Town) -> None:
    mine, theirs = _variants(town.clay.pk), list(_variants.make(town.clay.pk))
    for one, other in zip(mine, theirs, strict=True):
        assert inside(one.product) == inside(other.product)
        assert inside(one.product.category) == inside(other.product.category)
        assert inside(one.stock) == inside(other.stock)
        assert one.stock.variant is one
        assert one.product.brand == other.product.brand


@pytest.mark.django_db
def test_what_was_left_out_is_asked_for_when_it_is_read(town: Town) -> None:
    row, like = _short(town.clay.pk)[0], _short.make(town.clay.pk)[0]
    assert row.get_deferred_fields() == like.get_deferred_fields() == {"description"}
    assert row.description == like.description
    row.title = "Another name"
    row.save()
    assert Product.objects.across_stores("a test").get(pk=row.pk).title == "Another name"


@pytest.mark.django_db
@pytest.mark.parametrize("asked", [_tuples, _flat])
def test_plain_values_are_the_same(town: Town, asked: Any) -> None:
    mine, theirs = asked(town.clay.pk), list(asked.make(town.clay.pk))
    assert mine
    assert mine == theirs
    assert list(map(type, mine)) == list(map(type, theirs))


@pytest.mark.django_db
def test_a_model_somebody_listens_to_is_left_to_django(town: Town) -> None:
    heard: list[int] = []

    def hear(instance: Product, **_more: Any) -> None:
        heard.append(instance.pk)

    rows = Product.objects.across_stores("a test").filter(store=town.clay)
    compiler: Any = rows.query.get_compiler(rows.db)
    compiler.queryset = rows
    compiler.as_sql()
    assert Rows.of(compiler) is not None
    post_init.connect(hear, sender=Product)
    try:
        assert Rows.of(compiler) is None
    finally:
        post_init.disconnect(hear, sender=Product)
