"""A poster that leads to a page of the market."""

from __future__ import annotations

from tests.blocks import drawn, filled, picture, scene
from tests.town import Town

WORDS = {"title": {"en": "How a pot is thrown"}, "label": {"en": "Have a look"}}


def test_the_poster_leads_to_the_product(town: Town) -> None:
    shown = drawn("video", WORDS | {"picture": picture(), "product": town.teapot.public_id}, scene())
    assert f'href="/p/{town.teapot.public_id}/"' in shown
    assert 'loading="lazy"' in shown
    assert "<iframe" not in shown


def test_nothing_without_a_poster(town: Town) -> None:
    assert filled("video", WORDS, scene()) is None
    assert drawn("video", WORDS | {"picture": "pic_00000000000000000000"}, scene()) == ""
    assert "Choose a poster" in drawn("video", WORDS, scene(preview=True))
