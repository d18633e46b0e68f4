"""The summary above a form names each field as its label does, and leads to it."""

from __future__ import annotations

import re

from regulars.faces.look.naming import name_fields
from tests.faces.look.test_macros import render

WRONG = {
    "price": "Write an amount.", "kind": "Choose one.", "agreed": "Tick this.", "title": "Give it a title.",
    "nowhere": "Not on this page.",
}  # fmt: skip
FORM = """{{ ui.form_errors(errors) }}
{{ ui.field("price", "Whole <price>", type="money", error=errors.price, optional=True) }}
{{ ui.field("kind", "What it is", type="radio", options=[("a", "A")], error=errors.kind) }}
{{ ui.field("agreed", "I agree", type="checkbox", error=errors.agreed) }}
{{ ui.field("title", "Title", error=errors.title) }}"""


def summary(pattern: str = "{field}: {sentence}") -> list[str]:
    page = name_fields(render(FORM, errors=WRONG), pattern)
    return re.findall(r"<li>(.*?)</li>", page.split("</ul>")[0], re.DOTALL)


def test_errors_are_said_of_their_fields() -> None:
    assert summary() == [
        '<a href="#f-price"><strong>Whole &lt;price&gt;</strong>: Write an amount.</a>',
        '<a href="#f-kind"><strong>What it is</strong>: Choose one.</a>',
        '<a href="#f-agreed"><strong>I agree</strong>: Tick this.</a>',
        '<a href="#f-title">Give it a title.</a>',
        "Not on this page.",
    ]
    assert "</strong>：Write" in summary("{field}：{sentence}")[0]


def test_a_page_without_errors_stays_as_it_is() -> None:
    page = "<p>“form-errors-list”</p>"
    assert name_fields(page) is page
