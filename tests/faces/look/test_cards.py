"""A card is drawn once for all who would see the same, and anew for whoever would see anything else."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.template import engines
from django.utils import translation
from markupsafe import Markup

from regulars.faces.look import cards, samples

Card = Callable[..., Markup]


@pytest.fixture
def card() -> Card:
    """The macro as pages call it, with an empty memory."""
    cards.forget()
    env = engines["jinja2"].env  # type: ignore[attr-defined]
    made: Card = env.get_template("look/ui.html").module.product_card
    return made


def drawn_anew(card: Card, *given: Any) -> str:
    cards.forget()
    return str(card(*given))


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_a_remembered_card_says_what_a_new_one_says(card: Card, language: str) -> None:
    with translation.override(language):
        for product in samples.products():
            for eager in (False, True):
                first = str(card(product, eager))
                assert str(card(dict(product), eager)) == first == drawn_anew(card, product, eager)


def test_a_card_is_drawn_once_for_all_who_see_the_same(card: Card) -> None:
    teapot = samples.product("Teapot", "Zisha teapot", 26_800)
    again = teapot | {"why": "Because you looked at cups.", "ref": "pro_x"}
    assert card(teapot) == card(again)
    assert len(cards._drawn) == 1


@pytest.mark.parametrize(
    "change",
    [
        {"minor": 19_900},
        {"list_minor": 32_800},
        {"currency": "USD"},
        {"starting": True},
        {"soldout": True},
        {"sold": "3 sold"},
        {"name": "Another name"},
        {"href": "/elsewhere/"},
        {"image": {"src": "/other.webp", "alt": ""}},
        {"store": {"name": "Purple Clay House", "href": "/s/clay/"}},
        {"tags": ["8 off 100"]},
    ],
    ids=lambda one: next(iter(one)),
)
def test_whatever_changes_shows_at_once(card: Card, change: dict[str, object]) -> None:
    teapot = samples.product("Teapot", "Zisha teapot", 26_800)
    before = str(card(teapot))
    after = str(card(teapot | change))
    assert before != after == drawn_anew(card, teapot | change)
    assert str(card(teapot)) == before


def test_each_language_has_its_own_card(card: Card) -> None:
    sold_out = samples.product("Teapot", "Zisha teapot", 26_800, soldout=True)
    assert "Sold out" in card(sold_out)
    with translation.override("zh-hans"):
        assert "Sold out" not in card(sold_out)


def test_markup_is_never_taken_for_the_text_it_equals(card: Card) -> None:
    name = "<b>Teapot</b>"
    trusted = samples.product("Teapot", Markup(name), 26_800)
    written = samples.product("Teapot", name, 26_800)
    assert name in card(trusted)
    assert name not in card(written)
    assert name in card(trusted)


def test_the_memory_has_an_end(card: Card, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cards, "MOST", 3)
    for number in range(8):
        assert f"Thing {number}" in card(samples.product("Bowl", f"Thing {number}", 100))
        assert len(cards._drawn) <= 3
