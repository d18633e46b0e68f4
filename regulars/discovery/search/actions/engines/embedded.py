"""Writing the embedded engine's folder."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import tantivy
from tantivy import IndexWriter

from regulars.discovery.search.hooks import Document
from regulars.discovery.search.queries import place, sounds, terms

HEAP_BYTES = 30_000_000


class EmbeddedPress:
    """One process writes a folder at a time: a lock on a file."""

    def ready(self) -> bool:
        """As the contract says."""
        return place.current() is not None

    @contextmanager
    def changing(self, *, wait: bool) -> Iterator[EmbeddedPen | None]:
        """As the contract says."""
        with place.writing(wait=wait) as mine:
            folder = place.current()
            if not mine or folder is None:
                yield None
                return
            with written(folder) as pen:
                yield pen

    @contextmanager
    def anew(self) -> Iterator[EmbeddedPen]:
        """As the contract says."""
        with place.writing(wait=True):
            folder = place.new_folder()
            with written(folder) as pen:
                yield pen
            _swap(folder)


@contextmanager
def written(folder: Path) -> Iterator[EmbeddedPen]:
    """A pen for the index in a folder: committed when the block ends well, let go of in any case."""
    terms.learn_names()
    writer = place.open_index(folder).writer(heap_size=HEAP_BYTES, num_threads=1)
    try:
        yield EmbeddedPen(writer)
    except BaseException:
        writer.rollback()
        raise
    else:
        writer.commit()
    finally:
        writer.wait_merging_threads()


def _swap(folder: Path) -> None:
    draft = place.root() / f"current.{os.getpid()}"
    draft.write_text(folder.name)
    os.replace(draft, place.root() / "current")
    for other in place.root().glob("idx_*"):
        if other != folder:
            shutil.rmtree(other, ignore_errors=True)


class EmbeddedPen:
    """Writes documents."""

    def __init__(self, writer: IndexWriter):
        self._writer = writer

    def add(self, documents: Iterable[Document]) -> int:
        """As the contract says."""
        many = 0
        for document in documents:
            self._writer.add_document(_laid_out(document))
            many += 1
        return many

    def remove(self, kind: str, keys: Iterable[int]) -> None:
        """As the contract says."""
        for key in keys:
            self._writer.delete_documents_by_term("name", f"{kind}-{key}")

    def remove_store(self, store: int) -> None:
        """As the contract says."""
        self._writer.delete_documents_by_term("name", f"of-store-{store}")


def _laid_out(document: Document) -> tantivy.Document:
    made = tantivy.Document()
    made.add_text("name", document.kind)
    made.add_text("name", f"{document.kind}-{document.key}")
    if document.store:
        made.add_text("name", f"of-store-{document.store}")
        made.add_unsigned("store", document.store)
    made.add_text("title", terms.for_index(*document.titles))
    made.add_text("others", terms.for_index(*document.others))
    made.add_text("sounds", sounds.for_index(*document.titles, *document.others))
    made.add_unsigned("key", document.key)
    for key in document.categories:
        made.add_unsigned("categories", key)
    made.add_unsigned("in_stock", int(document.in_stock))
    made.add_unsigned("on_offer", int(document.on_offer))
    made.add_integer("price", document.price)
    made.add_integer("sold", document.sold)
    made.add_integer("published", document.published)
    return made
