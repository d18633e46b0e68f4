"""Where the index lives and how it is opened. One process writes; all others see what it committed.

`REGULARS_HOME/search/current` names the folder in use, so that a rebuilt index replaces the old one at once. Folders
carry the shape of their documents in their name: one of another shape counts as none, and a new one is built.
"""

from __future__ import annotations

import fcntl
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from tantivy import Index, Schema, SchemaBuilder

from regulars.discovery.search.queries.terms import analyzer, learn_names
from regulars.ground.kit.ids import new_id

_lock = threading.Lock()
_opened: dict[str, tuple[Index, tuple[int, int]]] = {}


SHAPE = "2"
TRIES = 3


def root() -> Path:
    """The folder of all that belongs to search."""
    return Path(settings.REGULARS_HOME) / "search"


def current() -> Path | None:
    """The folder of the index in use; None on a fresh install."""
    try:
        folder = root() / (root() / "current").read_text().strip()
    except FileNotFoundError:
        return None
    fits = folder.name.endswith(f"-{SHAPE}") and (folder / "meta.json").exists()
    return folder if fits else None


def new_folder() -> Path:
    """Where the next index will lie."""
    return root() / f"{new_id('idx')}-{SHAPE}"


def schema() -> Schema:
    """What a document holds."""
    made = SchemaBuilder()
    made.add_text_field("name", stored=True, tokenizer_name="raw")
    made.add_text_field("title", stored=True, tokenizer_name="terms")
    made.add_text_field("others", stored=True, tokenizer_name="terms")
    made.add_text_field("sounds", tokenizer_name="whitespace")
    made.add_unsigned_field("key", stored=True, indexed=True, fast=True)
    for column in ("store", "categories", "in_stock", "on_offer"):
        made.add_unsigned_field(column, indexed=True, fast=True)
    for column in ("price", "sold", "published"):
        made.add_integer_field(column, indexed=True, fast=True)
    return made.build()


def open_index(folder: Path) -> Index:
    """The index in a folder, created when the folder is empty."""
    folder.mkdir(parents=True, exist_ok=True)
    index = Index(schema(), path=str(folder))
    index.register_tokenizer("terms", analyzer())
    return index


def reader() -> Index | None:
    """The index in use, as of its last commit; None when there is none."""
    for _try in range(TRIES):
        folder = current()
        if folder is None:
            return None
        with _lock:
            if (index := _fresh(folder)) is not None:
                return index
    return None


def _fresh(folder: Path) -> Index | None:
    try:
        state = (folder / "meta.json").stat()
        version = (state.st_ino, state.st_mtime_ns)
        index, seen = _opened.get(str(folder), (None, (0, 0)))
        if index is None:
            _opened.clear()
            learn_names()
            index = _opened_to_read(folder)
        if seen != version:
            index.reload()
            _opened[str(folder)] = (index, version)
    except (OSError, ValueError):
        # Replaced by a rebuilt one between our look and our opening.
        return None
    return index


def _opened_to_read(folder: Path) -> Index:
    """Never creates one: a folder that was replaced meanwhile would come back empty. Raises ValueError."""
    index = Index.open(str(folder))
    index.register_tokenizer("terms", analyzer())
    return index


@contextmanager
def writing(*, wait: bool = False) -> Iterator[bool]:
    """Hold the one right to write; yields False when somebody else has it and we do not `wait`."""
    root().mkdir(parents=True, exist_ok=True)
    handle = os.open(root() / "write.lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield True
    except BlockingIOError:
        yield False
    finally:
        os.close(handle)
