"""Mei puts a front on her page."""

from __future__ import annotations

import pytest

from tests.blocks import drawn, filled, picture, scene
from tests.town import Town

WORDS = {"title": {"en": "Fresh from the kiln", "zh-hans": "新窑出品"}, "label": {"en": "Look"}}


def test_the_button_leads_to_a_product_of_the_store(town: Town) -> None:
    shown = drawn("hero", WORDS | {"product": town.teapot.public_id}, scene("store", store=town.clay.pk))
    assert "Fresh from the kiln" in shown
    assert f'href="/p/{town.teapot.public_id}/"' in shown


def test_a_store_advertises_no_other_store(town: Town) -> None:
    shown = drawn("hero", WORDS | {"product": town.sweater.public_id}, scene("store", store=town.clay.pk))
    assert "Fresh from the kiln" in shown
    assert "<a " not in shown


def test_a_category_opens_within_the_store_and_in_the_market(town: Town) -> None:
    to = WORDS | {"category": town.teapots.public_id}
    assert f'href="/s/{town.clay.slug}/?category=teapots"' in drawn(
        "hero", to, scene("store", store=town.clay.pk)
    )
    assert 'href="/c/teapots/"' in drawn("hero", to, scene())


@pytest.mark.parametrize(
    "link", ["//evil.example/", "https://evil.example/", "/\\evil.example", "javascript:x()"]
)
def test_no_button_leaves_the_market(town: Town, link: str) -> None:
    assert "<a " not in drawn("hero", WORDS | {"link": link}, scene())


def test_it_may_be_for_strangers_only(town: Town) -> None:
    only = WORDS | {"audience": "strangers"}
    assert filled("hero", only, scene()) is not None
    assert filled("hero", only, scene(person=town.alice.pk)) is None
    assert filled("hero", WORDS | {"audience": "known"}, scene()) is None


def test_a_picture_keeps_its_place_while_loading(town: Town) -> None:
    shown = drawn("hero", WORDS | {"picture": picture("A kiln")}, scene())
    assert 'width="640" height="480"' in shown
    assert 'alt="A kiln"' in shown
    assert "hero-bare" in drawn("hero", WORDS | {"picture": "pic_00000000000000000009"}, scene())
