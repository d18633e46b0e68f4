"""Questions open to their answers, for people and for machines."""

from __future__ import annotations

import json
import re

import pytest

from tests.blocks import drawn, filled, scene
from tests.xss_vectors import TAGS

SCRIPT = re.compile(r'<script type="application/ld\+json" nonce="nonce">(.*?)</script>', re.DOTALL)


def entries(question: str, answer: str) -> dict[str, object]:
    return {"entries": [{"question": {"en": question}, "answer": {"en": answer}}]}


@pytest.mark.django_db
def test_people_and_machines_read_the_same() -> None:
    shown = drawn("faq", entries("Dishwasher?", "Never.\n\n- use **water**"), scene())
    assert "<summary><h3>Dishwasher?</h3>" in shown
    found = SCRIPT.search(shown)
    assert found is not None
    page = json.loads(found[1])
    assert page["@type"] == "FAQPage"
    (one,) = page["mainEntity"]
    assert one["name"] == "Dishwasher?"
    assert one["acceptedAnswer"]["text"] == "<p>Never.</p><ul><li>use <strong>water</strong></li></ul>"


@pytest.mark.django_db
@pytest.mark.parametrize("vector", TAGS[:12])
def test_no_text_ends_the_script(vector: str) -> None:
    shown = drawn("faq", entries(vector, vector), scene())
    assert len(SCRIPT.findall(shown)) == shown.count("<script") == 1
    assert "<iframe" not in shown


def test_half_an_entry_is_none() -> None:
    assert filled("faq", entries("Why?", ""), scene()) is None
