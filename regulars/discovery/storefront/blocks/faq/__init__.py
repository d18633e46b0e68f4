"""Questions and answers, for people and for search engines."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import orjson
from django.utils.translation import gettext_lazy as _
from markupsafe import Markup

from regulars.discovery.storefront.blocks.empty import nothing
from regulars.discovery.storefront.blocks.text.writing import rich
from regulars.discovery.storefront.hooks import Block, Field, Scene, blocks

FIELDS = (
    Field("title", "line", _("Title"), spoken=True, most=80),
    Field(
        "entries", "rows", _("Questions"), required=True, least=1, most=20,
        inside=(
            Field("question", "line", _("Question"), required=True, spoken=True, most=160),
            Field("answer", "text", _("Answer"), required=True, spoken=True, most=2000),
        ),
    ),
)  # fmt: skip
# Inside a script element these would end it or start a comment.
ESCAPES = {ord(char): f"\\u{ord(char):04X}" for char in "<>&\u2028\u2029"}


def fill(settings: Mapping[str, Any], scene: Scene) -> Mapping[str, Any] | None:
    """Questions with their answers as markup, and all of them as JSON-LD; no query."""
    entries = [row for row in settings["entries"] if row["question"] and row["answer"]]
    if not entries:
        return nothing(
            scene, _("Write a question and its answer: they stand here, and search engines read them.")
        )
    answered = [(row["question"], rich(row["answer"])) for row in entries]
    return {"title": settings["title"], "entries": answered, "json_ld": _marked(answered)}


def _marked(entries: Sequence[tuple[str, Markup]]) -> Markup:
    questions = [
        {"@type": "Question", "name": question, "acceptedAnswer": {"@type": "Answer", "text": str(answer)}}
        for question, answer in entries
    ]
    page = {"@context": "https://schema.org", "@type": "FAQPage", "mainEntity": questions}
    return Markup(orjson.dumps(page).decode().translate(ESCAPES))


@blocks.answer
def faq() -> Block:
    """Questions and answers."""
    return Block(
        kind="faq",
        title=_("Questions and answers"),
        help=_("Questions that open to their answers. Search engines read them too."),
        fields=FIELDS,
        fill=fill,
        template="block.html",
        style="block.css",
        icon="info",
        sample={
            "title": {"en": "Good questions", "zh-hans": "常见问题"},
            "entries": [
                {
                    "question": {
                        "en": "May the pot go into the dishwasher?",
                        "zh-hans": "壶能用洗碗机洗吗？",
                    },
                    "answer": {"en": "No. Warm water is enough.", "zh-hans": "不能，温水冲净即可。"},
                }
            ],
        },
    )
