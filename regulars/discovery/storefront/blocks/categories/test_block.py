"""Ways to the shelves."""

from __future__ import annotations

from django.db import connection
from django.test.utils import CaptureQueriesContext

from regulars.goods.catalog.actions import add_category
from regulars.goods.catalog.models import Product
from regulars.goods.catalog.queries import category_tree
from regulars.ground.kit.actors import SYSTEM
from tests.blocks import drawn, filled, picture, scene
from tests.town import Town


def labels(**at: int) -> list[str]:
    found = filled("categories", {}, scene("store" if at else "market", **at))
    return [one["label"] for one in found["shelves"]] if found else []


def test_only_shelves_with_goods(town: Town) -> None:
    add_category(by=SYSTEM, name="Empty shelf", slug="empty-shelf")
    assert labels() == ["Knitwear", "Teapots"]
    assert labels(store=town.clay.pk) == ["Teapots"]


def test_pictures_of_what_sells_best(town: Town) -> None:
    shot = picture()
    Product.objects.across_stores("test").filter(pk=town.cup.pk).update(cover=shot, sold_count=7)
    category_tree()
    with CaptureQueriesContext(connection) as asked:
        filled("categories", {"look": "pictures"}, scene())
    assert len(asked) == 1
    shown = drawn("categories", {"look": "pictures"}, scene())
    assert shot in shown
    assert 'href="/c/teapots/"' in shown


def test_a_store_keeps_its_visitors(town: Town) -> None:
    assert f'href="/s/{town.clay.slug}/?category=teapots"' in drawn(
        "categories", {}, scene("store", store=town.clay.pk)
    )


def test_what_is_below_one_category(town: Town) -> None:
    assert filled("categories", {"below": town.teapots.public_id}, scene()) is None
    assert "as soon as they hold goods" in drawn(
        "categories", {"below": "cat_00000000000000000000"}, scene(preview=True)
    )
