"""Short ways within a page."""

from __future__ import annotations

from typing import Any

from tests.blocks import drawn, filled, scene
from tests.town import Town


def entry(**more: Any) -> dict[str, Any]:
    return {"label": {"en": "There"}} | more


def test_it_leads_to_blocks_categories_and_pages(town: Town) -> None:
    entries = [entry(anchor="blk7"), entry(category=town.teapots.public_id), entry(link="/stores/")]
    shown = drawn("directory", {"entries": entries}, scene())
    assert 'href="#b-blk7"' in shown
    assert 'href="/c/teapots/"' in shown
    assert 'href="/stores/"' in shown


def test_an_entry_that_leads_nowhere_is_left_out(town: Town) -> None:
    gone = [
        entry(),
        entry(category="cat_00000000000000000000"),
        entry(anchor='x" onclick='),
        entry(link="https://evil.example/"),
    ]
    assert filled("directory", {"entries": gone}, scene()) is None
    assert "Add entries" in drawn("directory", {"entries": gone}, scene(preview=True))


def test_a_store_lists_the_shelves_it_has(town: Town) -> None:
    found = drawn("directory", {"shelves": True, "look": "columns"}, scene("store", store=town.clay.pk))
    assert f'href="/s/{town.clay.slug}/?category=teapots"' in found
    assert "knitwear" not in found
    assert 'href="/c/knitwear/"' in drawn("directory", {"shelves": True}, scene())
