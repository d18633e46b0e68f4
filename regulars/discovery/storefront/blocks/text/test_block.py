"""What people type becomes text with headings, lists and links, and nothing else."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from regulars.discovery.storefront.blocks.text.writing import rich
from tests.blocks import drawn, filled, scene
from tests.xss_vectors import ALL

TAGS = {"p", "br", "h3", "ul", "ol", "li", "strong", "a"}
TAG = re.compile(r"<(/?)([a-z0-9]+)((?: [a-z]+=\"[^\"<>]*\")*)>")


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("## Care\nRinse it.", "<h3>Care</h3><p>Rinse it.</p>"),
        ("- one\n- two", "<ul><li>one</li><li>two</li></ul>"),
        ("1. one\n2、two", "<ol><li>one</li><li>two</li></ol>"),
        ("Two **bold** words", "<p>Two <strong>bold</strong> words</p>"),
        ("one\ntwo\n\nthree", "<p>one<br>two</p><p>three</p>"),
        ("5 < 6 & 7", "<p>5 &lt; 6 &amp; 7</p>"),
        ("[here](javascript:pwned())", "<p>[here](javascript:pwned())</p>"),
        ("[here](ftp://evil.example)", "<p>here</p>"),
    ],
)
def test_marks(typed: str, shown: str) -> None:
    assert str(rich(typed)) == shown


def test_links() -> None:
    shown = str(rich("[The stores](/stores/) and [others](https://ok.example/?a=1&b=2)"))
    assert '<a href="/stores/" rel="nofollow noopener">The stores</a>' in shown
    assert 'href="https://ok.example/?a=1&amp;b=2"' in shown


@pytest.mark.parametrize("vector", ALL)
def test_nothing_typed_becomes_a_tag(vector: str) -> None:
    shown = str(rich(f"- {vector}\n\n## {vector}\n\n[x]({vector}) **{vector}** {vector}"))
    assert {found[2] for found in TAG.finditer(shown)} <= TAGS
    assert "<" not in TAG.sub("", shown)
    for found in TAG.finditer(shown):
        assert found[3] == "" or re.fullmatch(
            r' href="(?:https?://|mailto:|tel:|/|#)[^"]*" rel="[^"]*"', found[3]
        )


@settings(max_examples=40)
@given(st.text(alphabet="ab<>&\"'*[]()#-1. \n/:", max_size=80))
def test_any_text_stays_whole_and_harmless(typed: str) -> None:
    shown = str(rich(typed))
    assert "<" not in TAG.sub("", shown)
    letters = re.sub(r"&[a-z]+;", "", TAG.sub("", shown))
    assert letters.count("b") <= typed.count("b")


@pytest.mark.django_db
def test_the_block() -> None:
    words = {"text": {"en": "Hello **you**", "zh-hans": "你好"}, "title": {"en": "Greeting"}}
    shown = drawn("text", words, scene())
    assert "<h2" in shown
    assert "<strong>you</strong>" in shown
    assert filled("text", {}, scene()) is None
