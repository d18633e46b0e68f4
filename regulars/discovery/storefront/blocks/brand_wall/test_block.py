"""The wall of brands."""

from __future__ import annotations

from django.db import connection
from django.test.utils import CaptureQueriesContext

from regulars.goods.catalog.actions import add_brand
from regulars.goods.catalog.models import Product
from regulars.ground.kit.actors import SYSTEM
from tests.blocks import drawn, filled, scene
from tests.town import Town


def branded(town: Town) -> None:
    plum, hill = add_brand(by=SYSTEM, name="Plum & Co", name_zh="梅记"), add_brand(by=SYSTEM, name="Hill")
    add_brand(by=SYSTEM, name="Nothing on sale")
    rows = Product.objects.across_stores("test")
    rows.filter(pk__in=[town.teapot.pk, town.cup.pk]).update(brand=plum)
    rows.filter(pk=town.sweater.pk).update(brand=hill, sold_count=5)


def test_brands_with_goods_lead_to_them(town: Town) -> None:
    branded(town)
    found = filled("brand-wall", {}, scene())
    assert found is not None
    assert [(brand.name, brand.goods) for brand in found["brands"]] == [("Hill", 1), ("Plum & Co", 2)]
    shown = drawn("brand-wall", {}, scene())
    assert "/search/?q=Plum%20%26%20Co" in shown
    assert "2 products" in shown


def test_one_question(town: Town) -> None:
    branded(town)
    filled("brand-wall", {}, scene())
    with CaptureQueriesContext(connection) as asked:
        filled("brand-wall", {}, scene())
    assert len(asked) <= 2


def test_no_brands_no_wall(town: Town) -> None:
    assert filled("brand-wall", {}, scene()) is None
