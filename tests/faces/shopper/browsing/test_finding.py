"""Searching by words, with and without luck."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.town import Town


def main(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode().split("<main")[1]


def test_goods_are_found_in_both_languages(town: Town, client: Client) -> None:
    assert "Plum Branch teapot" in main(client, "/search/?q=teapot")
    assert "Plum Branch teapot" in main(client, "/search/?q=梅桩壶")


def test_stores_are_found_beside_goods(town: Town, client: Client) -> None:
    assert 'href="/s/cashmere-to-measure/"' in main(client, "/search/?q=cashmere")


def test_nothing_found_shows_what_others_like(town: Town, client: Client) -> None:
    page = main(client, "/search/?q=qqzzxx")
    assert "Nothing was found" in page
    assert "Plum Branch teapot" in page.split("What others like")[1]


def test_no_words_ask_what_one_looks_for(town: Town, client: Client) -> None:
    assert "What are you looking for?" in main(client, "/search/")


def test_results_are_narrowed_by_price_and_category(town: Town, client: Client) -> None:
    assert "Nothing within these filters" in main(client, "/search/?q=teapot&max=5")
    assert "Nothing within these filters" in main(client, "/search/?q=teapot&category=knitwear")
    assert "Plum Branch" in main(client, "/search/?q=teapot&category=teapots&min=100")


@pytest.mark.parametrize(
    "words", ["<script>alert(1)</script>", "'; drop table", "%00", "((", "a" * 5000, "🫖"]
)
def test_strange_words_are_only_words(town: Town, client: Client, words: str) -> None:
    answer = client.get("/search/", {"q": words, "page": "-1", "sort": "x"})
    assert answer.status_code == 200
    assert "<script>alert" not in answer.content.decode()
