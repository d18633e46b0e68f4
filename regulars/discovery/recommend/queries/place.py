"""Where models lie, which one is in use, and the one this process holds in memory.

`REGULARS_HOME/models/current` names the versions in use, the first now, then those before it: going back takes the first
line away. The file is replaced whole, so every process sees one or the other; it is looked at before every choice, which
costs a microsecond, and a folder that is not whole is refused while the one in memory stays.
"""

from __future__ import annotations

import logging
import re
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import msgspec
from django.conf import settings

from regulars.discovery.recommend.rules import moment
from regulars.discovery.recommend.rules.card import CARD, Broken, Card, checked
from regulars.discovery.recommend.rules.neighbours import Neighbours
from regulars.discovery.recommend.rules.shelf import Shelf
from regulars.discovery.recommend.rules.variants import Learnt
from regulars.ground.kit.later import np

log = logging.getLogger("regulars.models")
NAME = re.compile(r"[0-9A-Za-z][0-9A-Za-z_.-]{0,80}", re.ASCII)
TABLES = ("taste", "bought")
MOMENT = "moment."
COLUMNS = (
    "keys", "store", "leaf", "brand", "price", "born", "sheltered", "popular", "shown", "clicked", "looks",
    "names", "store_names",
)  # fmt: skip
NEEDED = (
    *COLUMNS, "crowd_items", "crowd_scores",
    *(f"{name}_{part}" for name in TABLES for part in ("indptr", "indices", "data")),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Model:
    """A model in memory: its card, its arrays, and what is known of variants of blocks, by spot."""

    card: Card
    shelf: Shelf
    variants: Mapping[str, Learnt] = field(default_factory=dict)


@dataclass(slots=True)
class _Held:
    """What this process holds, and the state of the pointer it was loaded by."""

    state: tuple[str, int, int] = ("", 0, 0)
    model: Model | None = None


_held = _Held()
_lock = threading.Lock()


def root() -> Path:
    """The folder of all models."""
    return Path(settings.REGULARS_HOME) / "models"


def in_use() -> list[str]:
    """The version in use, then those in use before it."""
    try:
        return (root() / "current").read_text().split()
    except FileNotFoundError:
        return []


def card_of(version: str) -> Card:
    """A model's card. Raises Broken when there is none that can be read."""
    if not NAME.fullmatch(version):
        raise Broken(f"{version!r} is no name of a model.")
    try:
        return msgspec.json.decode((root() / version / CARD).read_bytes(), type=Card)
    except (OSError, msgspec.DecodeError) as error:
        raise Broken(f"{version} has no readable card.") from error


def versions() -> list[str]:
    """All models on disk, the latest first."""
    if not root().is_dir():
        return []
    found = [path.name for path in root().iterdir() if path.is_dir() and not path.name.startswith(".")]
    return sorted(found, reverse=True)


def model() -> Model | None:
    """The model in use; None before the first training."""
    state = _state()
    if state == _held.state:
        return _held.model
    # Whoever loads, the others go on with what they have.
    if not _lock.acquire(blocking=_held.model is None):
        return _held.model
    try:
        if state != _held.state:
            _take(state)
        return _held.model
    finally:
        _lock.release()


def _state() -> tuple[str, int, int]:
    path = root() / "current"
    try:
        found = path.stat()
    except OSError:
        return (str(path), 0, 0)
    return (str(path), found.st_ino, found.st_mtime_ns)


def _take(state: tuple[str, int, int]) -> None:
    named = in_use()
    moved = state[0] != _held.state[0]
    try:
        found = loaded(named[0]) if named else None
    except Broken as fault:
        log.error("The model stays as it was: %s", fault)
        found = None if moved else _held.model
    _held.model, _held.state = found, state


def loaded(version: str) -> Model:
    """A model's arrays, mapped into memory after their checksums were compared. Raises Broken."""
    card, folder = card_of(version), root() / version
    checked(folder, card)
    try:
        found = _mapped(version, card, folder)
    except (ValueError, IndexError, KeyError, TypeError, OSError) as fault:
        raise Broken(f"{version} cannot be read: {fault}") from fault
    if wrong := found.shelf.fault:
        raise Broken(f"{version} does not fit together: {wrong}.")
    return found


def _mapped(version: str, card: Card, folder: Path) -> Model:
    if lacking := {f"{name}.npy" for name in NEEDED} - card.checksums.keys():
        raise Broken(f"{version} was made without {', '.join(sorted(lacking))}.")

    def array(name: str) -> Any:
        try:
            # As a plain array: slices of a memmap cost ten times as much.
            return np.asarray(np.load(folder / f"{name}.npy", mmap_mode="r"))
        except ValueError:
            return np.load(folder / f"{name}.npy")  # what is empty cannot be mapped

    def table(name: str) -> Neighbours:
        return Neighbours(*(array(f"{name}_{part}") for part in ("indptr", "indices", "data")))

    items, scores = array("crowd_items"), array("crowd_scores")
    visits = _visits(card, array)
    near = visits.sources.near
    shelf = Shelf(
        **{name: array(name) for name in COLUMNS},
        tables={name: table(name) for name in TABLES}
        | {"after": Neighbours(near.starts, near.ends, near.weights)},
        crowds={name: (items[at], scores[at]) for at, name in enumerate(card.crowds)},
        vectors=array("vectors") if "vectors.npy" in card.checksums else None,
        moment=visits,
    )
    return Model(card, shelf, _variants(card, array))


def _variants(card: Card, array: Callable[[str], Any]) -> Mapping[str, Learnt]:
    """What is known of variants of blocks: nothing in a model that was made without. Raises Broken."""
    if "variants.npy" not in card.checksums:
        return {}
    try:
        return msgspec.json.decode(array("variants").tobytes(), type=dict[str, Learnt])
    except msgspec.DecodeError as fault:
        raise Broken(f"{card.version} has no readable variants: {fault}") from fault


def _visits(card: Card, array: Callable[[str], Any]) -> moment.Moment:
    """The model of visits. Raises Broken when a part of it is missing."""
    names = [name.removesuffix(".npy") for name in card.checksums if name.startswith(MOMENT)]
    try:
        found = moment.restored({name.removeprefix(MOMENT): array(name) for name in names})
        if found.foreign:
            _ = found.trees  # refused now, not at a reader's page
        return found
    except KeyError as lacking:
        raise Broken(f"{card.version} lacks {lacking} of the moment.") from lacking
