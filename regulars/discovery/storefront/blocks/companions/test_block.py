"""What stands beside a product."""

from __future__ import annotations

from tests.blocks import drawn, filled, scene
from tests.town import Town


def test_others_of_the_store_and_never_itself(town: Town) -> None:
    at = scene("product", product=town.teapot.pk, store=town.clay.pk)
    shown = drawn("companions", {"which": "goes-with"}, at)
    assert "Goes well with it" in shown
    assert town.cup.public_id in shown
    assert town.teapot.public_id not in shown
    assert town.sweater.public_id not in shown


def test_the_decision_is_said(town: Town) -> None:
    found = filled("companions", {"which": "also-viewed"}, scene("product", product=town.teapot.pk))
    assert found is not None
    assert found["decision"].startswith("dec_")


def test_it_stands_only_beside_a_product(town: Town) -> None:
    assert filled("companions", {}, scene()) is None
