"""What docs/offers says is what the price engine does: every example of every page is priced."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.town import Town
from tests.trade.offer_docs import PAGES, Example, examples, pages, priced, proofs, told, words_of

ROOT = Path(__file__).resolve().parents[2]
EVERY = [one for page in pages() for one in examples(page)]
PLAIN = {
    "item-price", "spend-and-save", "store-coupon", "product-coupon", "red-envelope", "free-delivery", "cross-store",
    "exclusive", "birthday", "points",
}  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize("one", EVERY, ids=[f"{one.page}-{at}" for at, one in enumerate(EVERY)])
def test_an_example_costs_what_its_page_says(one: Example, town: Town) -> None:
    known = told(priced(one))
    assert {what: known.get(what, 0) for what in one.amounts} == one.amounts
    assert "To pay" in one.amounts


@pytest.mark.django_db
@pytest.mark.parametrize("one", EVERY, ids=[f"{one.page}-{at}" for at, one in enumerate(EVERY)])
def test_the_words_of_a_page_are_those_that_shoppers_read(one: Example, town: Town) -> None:
    assert one.words == words_of(one)


def test_every_page_is_proved_and_in_the_index() -> None:
    index = (PAGES / "README.md").read_text(encoding="utf-8")
    for page in pages():
        assert f"({page.name})" in index, page.name
        assert examples(page) or proofs(page), page.name
        assert all((ROOT / proof).exists() for proof in proofs(page)), page.name
    assert {page.stem for page in pages()} >= PLAIN
    for name in re.findall(r"\((?!http)([\w-]+\.md)", index):
        assert (PAGES / name).exists(), name
