"""What may stand on a page: settings by their kinds, texts without anything that runs."""

from __future__ import annotations

from typing import Any

import pytest

from regulars.discovery.storefront.queries import clean_blocks, kinds, missing, usual
from regulars.discovery.storefront.rules import editing
from tests.discovery.storefront.building import shout


def faults(*blocks: Any, page: Any = "store") -> list[tuple[str, str, str]]:
    return [(one.block, one.field, one.why) for one in clean_blocks(list(blocks), page)[1]]


def test_every_field_is_there_after_cleaning_and_none_beside() -> None:
    (block,), wrong = clean_blocks([shout("b", "Hi", settings={"nobody": "knows"})], "store")
    assert wrong == []
    assert block["settings"] == {
        "title": {"en": "Hi", "zh-hans": "Hi"}, "text": {"en": "", "zh-hans": ""}, "size": 2, "loud": False,
        "tone": "warm", "link": "", "picture": "", "rows": [],
    }  # fmt: skip


@pytest.mark.parametrize(
    ("given", "field", "why"),
    [
        ({"size": 9}, "size", "number"),
        ({"size": "two"}, "size", "number"),
        ({"tone": "loud"}, "tone", "choice"),
        ({"link": "javascript:alert(1)"}, "link", "link"),
        ({"link": "//evil.example/"}, "link", "link"),
        ({"picture": "<img>"}, "picture", "reference"),
        ({"rows": [{}] * 4}, "rows", "many"),
    ],
)
def test_what_cannot_stand_is_named_by_block_and_field(given: dict[str, Any], field: str, why: str) -> None:
    assert faults(shout("b", "Hi", settings=given)) == [("b", field, why)]


def test_kinds_pages_doubles_and_numbers_of_blocks_are_looked_at() -> None:
    assert faults(editing.block("b", "no-such", {})) == [("b", "", "kind")]
    assert faults(editing.block("b", "page-welcome", {})) == [("b", "", "page")]
    assert faults(shout("b", "1"), shout("b", "2")) == [("b", "", "twice")]
    parts = [editing.block("x", "page-goods", {}), editing.block("y", "page-goods", {})]
    assert faults(*parts) == [("y", "", "twice")]
    assert ("", "", "many") in faults(*(shout(f"b{n}", "Hi") for n in range(41)))
    assert faults("not a block") == [("", "", "shape")]


def test_times_and_variants_are_looked_at() -> None:
    early, late = "2026-12-01T00:00:00+00:00", "2026-12-02T00:00:00+00:00"
    assert faults(shout("b", "Hi", since=early, until=late)) == []
    assert faults(shout("b", "Hi", since=late, until=early)) == [("b", "until", "times")]
    assert faults(shout("b", "Hi", since="soon")) == [("b", "since", "moment")]
    for whom in ({"kind": "anybody"}, {"kind": "segment", "of": "' or 1=1"}, {}):
        variant = {"id": "v", "for": whom, "settings": {}}
        assert faults(shout("b", "Hi", variants=[variant])) == [("b", "variants", "choice")]


def test_what_is_needed_may_wait_for_publishing() -> None:
    empty = shout("b", "", settings={"rows": [{"words": {"en": ""}}]})
    blocks, wrong = clean_blocks([empty], "store")
    assert wrong == []
    assert [(one.block, one.field, one.why) for one in missing(blocks)] == [
        ("b", "title", "needed"),
        ("b", "rows.0.words", "needed"),
    ]
    assert missing(editing.changed(blocks, "b", hidden=True)) == []


def test_the_usual_pages_and_every_sample_pass() -> None:
    for page in ("store", "product", "category", "market"):
        blocks, wrong = clean_blocks(usual(page), page)  # type: ignore[arg-type]
        assert (blocks, wrong) == (usual(page), [])  # type: ignore[arg-type]
    for kind, block in kinds().items():
        sample = editing.block("b", kind, block.sample)
        assert clean_blocks([sample], min(block.pages))[1] == [], kind
