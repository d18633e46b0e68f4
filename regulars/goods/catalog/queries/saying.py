"""Words that exist in two languages, in the reader's."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import get_language

from regulars.goods.catalog.models import Variant


def chinese() -> bool:
    """Whether the reader reads Chinese."""
    return (get_language() or "").startswith("zh")


def said(text: str, text_zh: str) -> str:
    """The words in the reader's language, falling back to the other one."""
    return (text_zh or text) if chinese() else (text or text_zh)


def said_pairs(pairs: Mapping[str, str], pairs_zh: Mapping[str, str]) -> dict[str, str]:
    """Options or attributes in the reader's language, falling back to the other one."""
    return dict((pairs_zh or pairs) if chinese() else (pairs or pairs_zh))


def sold_options(options: Mapping[str, str], variant: Variant) -> dict[str, str]:
    """A variant's options as they were sold, in the reader's language while they still mean the same."""
    return said_pairs(options, variant.options_zh if variant.options == options else {})
