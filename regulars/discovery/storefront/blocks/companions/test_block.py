"""What stands beside a product."""

from __future__ import annotations

import pytest

from regulars.discovery.recommend.queries import Chosen
from regulars.discovery.storefront.blocks import personal
from regulars.goods.catalog.queries import cards
from tests.blocks import drawn, filled, scene
from tests.town import Town


@pytest.fixture
def asked(town: Town, monkeypatch: pytest.MonkeyPatch) -> list[dict[str, object]]:
    """A market in which the cup is known to go with everything; what the engine was asked."""
    questions: list[dict[str, object]] = []

    def chosen(who: object, **question: object) -> Chosen:
        questions.append({"who": who} | question)
        return Chosen("dec_1", str(question["spot"]), (), cards=tuple(cards([town.cup.pk])))

    monkeypatch.setattr(personal, "choose", chosen)
    return questions


def test_what_goes_with_the_product_is_asked_of_the_engine(
    town: Town, asked: list[dict[str, object]]
) -> None:
    at = scene("product", product=town.teapot.pk, store=town.clay.pk)
    shown = drawn("companions", {"which": "goes-with"}, at)
    assert "Goes well with it" in shown
    assert town.cup.public_id in shown
    assert (asked[0]["spot"], asked[0]["near"], asked[0]["store"]) == (
        "product.goes-with",
        town.teapot.pk,
        town.clay.pk,
    )
    assert asked[0]["who"] == at.looker


def test_the_decision_is_said(town: Town, asked: list[dict[str, object]]) -> None:
    found = filled("companions", {"which": "also-viewed"}, scene("product", product=town.teapot.pk))
    assert found is not None
    assert found["decision"] == "dec_1"


def test_where_nothing_is_known_a_shopper_sees_nothing_and_a_preview_says_why(town: Town) -> None:
    at = {"product": town.teapot.pk, "store": town.clay.pk}
    assert filled("companions", {"which": "goes-with"}, scene("product", **at)) is None
    assert "hint" in (
        filled("companions", {"which": "goes-with"}, scene("product", preview=True, **at)) or {}
    )


def test_it_stands_only_beside_a_product(town: Town) -> None:
    assert filled("companions", {}, scene()) is None
