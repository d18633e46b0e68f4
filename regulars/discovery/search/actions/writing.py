"""Writing the index: what waits, in batches; or everything anew, beside the old one."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from tantivy import Document, Index, IndexWriter

from regulars.discovery.search.models import Waiting
from regulars.discovery.search.queries import place, terms
from regulars.goods.catalog.queries.documents import ProductWords, product_keys, product_words
from regulars.ground.kit.ids import new_id
from regulars.people.merchants.models import Store
from regulars.people.merchants.queries import open_stores

BATCH = 1000
HEAP_BYTES = 30_000_000


def index_waiting(limit: int = BATCH) -> int:
    """Take in what waits; returns how many rows were handled. Does nothing while somebody else writes.

    Rows are deleted only after the commit: a kill in between repeats work, which changes nothing.
    """
    rows = list(Waiting.objects.order_by("id")[:limit])
    if not rows:
        return 0
    if place.current() is None:
        rebuild()
    with place.writing() as mine:
        folder = place.current()
        if not mine or folder is None:
            return 0
        _take_in(folder, rows)
        return Waiting.objects.filter(pk__in=[row.pk for row in rows]).delete()[0]


def _take_in(folder: Path, rows: Sequence[Waiting]) -> None:
    stores = {row.key for row in rows if row.kind == "store"}
    products = {row.key for row in rows if row.kind == "product"}
    with _writer(place.open_index(folder)) as writer:
        for store_id in stores:
            _write_store(writer, store_id)
        _write_products(writer, sorted(products))


def index_products(*, product_ids: Sequence[int]) -> None:
    """Bring these products' documents up to date now, after any writer at work. Builds a missing index."""
    folder = place.current()
    if folder is None:
        rebuild()
        return
    with place.writing(wait=True), _writer(place.open_index(place.current() or folder)) as writer:
        _write_products(writer, product_ids)


def rebuild() -> int:
    """Build a new index beside the old one and swap it in whole. Returns how many documents it holds."""
    with place.writing(wait=True):
        last = Waiting.objects.order_by("-id").values_list("id", flat=True).first() or 0
        folder = place.root() / new_id("idx")
        with _writer(place.open_index(folder)) as writer:
            written = _write_all(writer)
        _swap(folder)
        Waiting.objects.filter(pk__lte=last).delete()
        return written


def _swap(folder: Path) -> None:
    draft = place.root() / f"current.{os.getpid()}"
    draft.write_text(folder.name)
    os.replace(draft, place.root() / "current")
    for other in place.root().glob("idx_*"):
        if other != folder:
            shutil.rmtree(other, ignore_errors=True)


class _writer:
    """A writer that commits when the block ends well, and lets go of the index in any case."""

    def __init__(self, index: Index):
        self.index = index

    def __enter__(self) -> IndexWriter:
        terms.learn_names()
        self.writer = self.index.writer(heap_size=HEAP_BYTES, num_threads=1)
        return self.writer

    def __exit__(self, kind: object, error: object, trace: object) -> None:
        if kind is None:
            self.writer.commit()
        else:
            self.writer.rollback()
        self.writer.wait_merging_threads()


def _write_all(writer: IndexWriter) -> int:
    written = 0
    for keys in _chunks(None):
        written += _add(writer, product_words(keys))
    for store in open_stores().order_by("pk").iterator(chunk_size=BATCH):
        writer.add_document(_store(store))
        written += 1
    return written


def _chunks(store_id: int | None) -> Iterator[list[int]]:
    after = 0
    while keys := product_keys(after=after, limit=BATCH, store_id=store_id):
        yield keys
        after = keys[-1]


def _write_store(writer: IndexWriter, store_id: int) -> None:
    writer.delete_documents_by_term("name", f"of-store-{store_id}")
    _add_store(writer, store_id)
    for keys in _chunks(store_id):
        _write_products(writer, keys)


def _write_products(writer: IndexWriter, keys: Sequence[int]) -> None:
    for key in keys:
        writer.delete_documents_by_term("name", f"product-{key}")
    _add(writer, product_words(keys))


def _add(writer: IndexWriter, products: Iterable[ProductWords]) -> int:
    written = 0
    for product in products:
        writer.add_document(_product(product))
        written += 1
    return written


def _product(product: ProductWords) -> Document:
    document = Document()
    document.add_text("name", "product")
    document.add_text("name", f"product-{product.pk}")
    document.add_text("name", f"of-store-{product.store_id}")
    document.add_text("title", terms.for_index(*product.titles))
    document.add_text("others", terms.for_index(*product.others))
    document.add_unsigned("key", product.pk)
    document.add_unsigned("store", product.store_id)
    for key in product.category_ids:
        document.add_unsigned("categories", key)
    document.add_integer("price", product.from_minor)
    document.add_integer("sold", product.sold_count)
    document.add_integer("published", product.published_at)
    return document


def _add_store(writer: IndexWriter, store_id: int) -> int:
    store = open_stores().filter(pk=store_id).first()
    if store is None:
        return 0
    writer.add_document(_store(store))
    return 1


def _store(store: Store) -> Document:
    document = Document()
    document.add_text("name", "store")
    document.add_text("name", f"of-store-{store.pk}")
    document.add_text("title", terms.for_index(store.name, store.name_zh))
    document.add_text("others", terms.for_index(store.city))
    document.add_unsigned("key", store.pk)
    document.add_unsigned("store", store.pk)
    return document
