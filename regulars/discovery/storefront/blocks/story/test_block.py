"""Who stands behind the counter."""

from __future__ import annotations

from regulars.people.merchants.models import Store
from tests.blocks import drawn, filled, picture, scene
from tests.town import Town


def test_the_stores_own_words_picture_and_town(town: Town) -> None:
    banner = picture()
    Store.objects.filter(pk=town.clay.pk).update(story="Since 1987.\nBy hand.", city="Yixing", banner=banner)
    shown = drawn("story", {}, scene("store", store=town.clay.pk))
    assert "<p>Since 1987.</p><p>By hand.</p>" in shown
    assert "Purple Clay House" in shown
    assert "Yixing" in shown
    assert banner in shown


def test_other_words_for_this_page(town: Town) -> None:
    words = {"title": {"en": "Our kiln"}, "text": {"en": "It burns pine."}}
    shown = drawn("story", words, scene("store", store=town.clay.pk))
    assert "Our kiln" in shown
    assert "It burns pine." in shown


def test_no_story_no_block(town: Town) -> None:
    assert filled("story", {}, scene("store", store=town.clay.pk)) is None
    assert filled("story", {"text": {"en": "x"}}, scene()) is None
    assert "Tell the story" in drawn("story", {}, scene("store", store=town.clay.pk, preview=True))
