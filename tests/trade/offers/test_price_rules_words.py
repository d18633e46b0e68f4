"""Sentences for shoppers, and the example of the documentation."""

from __future__ import annotations

import re
from pathlib import Path
from string import Formatter

from hypothesis import given, settings

from regulars.trade.offers.rules import SENTENCES, Basket, OfferTerms, Sentence, Tier, explain, price
from tests.depth import examples
from tests.trade.offers.rules_baskets import NOW, basket, carts, line, offer

PAGE = Path(__file__).resolve().parents[3] / "docs" / "price-receipt.md"


def test_the_example_of_the_page_is_true() -> None:
    (example,) = re.findall(r"```python\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    exec(compile(example, str(PAGE), "exec"), {})


@settings(max_examples=examples(80), deadline=None)
@given(carts(most=9, stores=3))
def test_every_sentence_has_words_and_all_their_parameters(
    cart: tuple[Basket, tuple[OfferTerms, ...]],
) -> None:
    for sentence in explain(price(*cart, NOW)):
        needed = {name for _, name, _, _ in Formatter().parse(SENTENCES[sentence.key]) if name}
        assert needed <= sentence.params.keys()


def test_eight_more_for_twenty_off() -> None:
    save = offer("save", "spend-and-save", Tier(10_800, off_minor=2_000), store_id="clay")
    said = explain(price(basket(line()), [save], NOW))
    assert said[-1] == Sentence(
        "next.more", {"title": "Offer save", "missing_minor": 800, "off_minor": 2_000}
    )
