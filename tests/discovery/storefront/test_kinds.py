"""What holds for every kind of block there is, those of plug-ins included."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from regulars.discovery.storefront.hooks import Block
from regulars.discovery.storefront.queries.kinds import kinds
from regulars.goods.catalog.queries import category_tree
from regulars.people.merchants.queries import market
from tests.block_docs import FILE, written
from tests.blocks import drawn, filled, scene
from tests.town import Town

OWN = [name for name, block in kinds().items() if block.template]
MOST_QUESTIONS = 3


def place(block: Block, town: Town, **more: Any) -> Any:
    page = next(name for name in ("store", "product", "market") if name in block.pages)
    keys = {"store": {"store": town.clay.pk}, "product": {"product": town.teapot.pk}}
    return scene(page, **(keys.get(page, {}) | more))


def test_the_house_brings_its_kinds() -> None:
    assert {
        "animation", "brand-wall", "categories", "companions", "countdown", "coupons", "directory", "faq", "grid",
        "hero", "list", "people", "stores", "story", "text", "video",
    } <= set(OWN)  # fmt: skip


def test_every_kind_is_documented() -> None:
    assert FILE.read_text() == written(), "python -m tests.block_docs writes the list of kinds anew"


@pytest.mark.parametrize("kind", OWN)
def test_a_kind_has_its_files_and_its_tests(kind: str) -> None:
    block = kinds()[kind]
    for file in (block.template, block.style, block.script):
        assert not file or (block.home / file).is_file()
    assert (block.home / "test_block.py").is_file()
    style = block.home / block.style if block.style else None
    assert style is None or style.stat().st_size < 6000


@pytest.mark.parametrize("kind", OWN)
def test_its_sample_asks_few_questions_and_says_something_to_who_builds_the_page(
    town: Town, kind: str
) -> None:
    block = kinds()[kind]
    at = place(block, town, preview=True)
    category_tree(), market()
    with CaptureQueriesContext(connection) as asked:
        filled(kind, block.sample, at)
    assert len(asked) <= MOST_QUESTIONS
    assert drawn(kind, block.sample, at)
    with translation.override("zh-hans"):
        assert drawn(kind, block.sample, place(block, town, preview=True))


@pytest.mark.parametrize("kind", OWN)
def test_nothing_set_breaks_nothing(town: Town, kind: str) -> None:
    for page in kinds()[kind].pages:
        shown = drawn(kind, {}, scene(page))
        assert "notice" not in shown
        assert drawn(kind, {}, scene(page, person=town.alice.pk)) is not None


def test_styles_use_the_tokens_of_the_look() -> None:
    for kind in OWN:
        block = kinds()[kind]
        if not block.style:
            continue
        text = Path(block.home / block.style).read_text()
        assert "!important" not in text
        assert "url(" not in text
