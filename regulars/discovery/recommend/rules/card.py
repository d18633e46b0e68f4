"""A model's card: what it was made of, how good it was, and how to know that its files are whole."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from msgspec import Struct

CARD = "card.json"
FORM = 1


class Card(Struct, kw_only=True):
    """What stands in `card.json`. Moments are ISO 8601 in UTC; `figures` were measured on the time held out."""

    version: str
    made_at: str
    since: str
    until: str
    counts: dict[str, int]
    figures: dict[str, float]
    settings: dict[str, Any]
    crowds: list[str]
    checksums: dict[str, str]
    libraries: dict[str, str]
    seconds: dict[str, float]
    form: int = FORM


class Broken(Exception):
    """A model's folder that is not what its card says."""


def checksum(path: Path) -> str:
    """SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def checked(folder: Path, card: Card) -> None:
    """Raises Broken for a card of another form, or a file that is missing or differs."""
    if card.form != FORM:
        raise Broken(f"{folder.name} has form {card.form}; this release reads form {FORM}.")
    for fault in _faults(folder, card):
        raise Broken(fault)


def _faults(folder: Path, card: Card) -> Iterator[str]:
    for name, wanted in card.checksums.items():
        path = folder / name
        if path.parent != folder or path.is_symlink():
            yield f"{folder.name} names {name}, which lies elsewhere."
        elif not path.is_file():
            yield f"{folder.name} lacks {name}."
        elif checksum(path) != wanted:
            yield f"{folder.name}/{name} is damaged."
