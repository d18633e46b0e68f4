"""Lists as documents: those shown now, and those whose time comes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext_lazy as _

from regulars.discovery.lists.queries import List, keys_to_find, lists_to_find
from regulars.discovery.search.hooks import Document, Kind

NAME = "list"


def _documents(keys: Sequence[int]) -> Iterator[Document]:
    return map(_document, lists_to_find(keys))


def _document(row: List) -> Document:
    shelf = (row.category.name, row.category.name_zh) if row.category else ()
    return Document(
        kind=NAME,
        key=row.pk,
        titles=(row.title, row.title_zh),
        others=(row.intro, row.intro_zh, *shelf),
        published=int(row.changed_at.timestamp()),
    )


LISTS = Kind(NAME, _("Lists"), keys_to_find, _documents)
