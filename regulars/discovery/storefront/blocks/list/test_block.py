"""A list of the market's people stands on a page."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from regulars.discovery.lists import actions
from regulars.discovery.lists.models import List
from tests.blocks import drawn, filled, scene
from tests.town import Town, operator


@pytest.fixture
def flat(town: Town) -> List:
    olga = operator(town.olga)
    row = actions.make_list(by=olga, title="First flat", title_zh="第一个家", scene="home")
    for product in (town.teapot, town.sweater):
        actions.put_on(by=olga, row=row, ref=product.public_id, why=f"Why {product.title}")
    actions.publish_list(by=olga, row=row)
    return row


@pytest.mark.parametrize("look", ["row", "places"])
def test_its_goods_in_order_and_the_way_to_all_of_it(town: Town, flat: List, look: str) -> None:
    shown = drawn("list", {"list": flat.public_id, "look": look}, scene())
    assert "First flat" in shown
    assert 0 < shown.index(town.teapot.public_id) < shown.index(town.sweater.public_id)
    assert f"/lists/{flat.slug}/" in shown
    assert ("Why Plum Branch teapot" in shown) == (look == "places")


def test_a_store_shows_its_own_goods_of_it(town: Town, flat: List) -> None:
    found = filled("list", {"list": flat.public_id}, scene("store", store=town.cashmere.pk))
    assert found is not None
    assert [card.title for card in found["products"]] == ["Round-neck sweater"]


def test_it_goes_with_the_list(town: Town, flat: List) -> None:
    actions.take_down(by=operator(town.olga), row=flat)
    assert filled("list", {"list": flat.public_id}, scene()) is None
    assert filled("list", {"list": ""}, scene()) is None
    assert "Choose a published list" in drawn("list", {"list": flat.public_id}, scene(preview=True))


def test_three_questions(town: Town, flat: List) -> None:
    with CaptureQueriesContext(connection) as asked:
        filled("list", {"list": flat.public_id}, scene())
    assert len(asked) == 3
