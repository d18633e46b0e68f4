"""Stores as documents."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext_lazy as _

from regulars.discovery.search.hooks import Document, Kind
from regulars.people.merchants.queries import Store, open_stores

NAME = "store"


def _keys(after: int, limit: int) -> list[int]:
    rows = Store.objects.filter(pk__gt=after).order_by("pk")
    return list(rows.values_list("pk", flat=True)[:limit])


def _of_store(store: int, after: int, limit: int) -> list[int]:
    return [store] if store > after else []


def _documents(keys: Sequence[int]) -> Iterator[Document]:
    return map(_document, open_stores().filter(pk__in=list(keys)).order_by("pk"))


def _document(store: Store) -> Document:
    return Document(
        kind=NAME,
        key=store.pk,
        titles=(store.name, store.name_zh),
        others=(store.city,),
        store=store.pk,
        published=int(store.opened_at.timestamp()),
    )


STORES = Kind(NAME, _("Stores"), _keys, _documents, of_store=_of_store, most=5)
