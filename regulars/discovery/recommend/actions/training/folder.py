"""A model written down: arrays and a card, under a name of its own, whole or not at all."""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec

from regulars.discovery.recommend.queries.place import in_use, root, versions
from regulars.discovery.recommend.rules.card import CARD, Card, checksum
from regulars.ground.kit.later import np

KEPT = 5


def written(card: Card, arrays: Mapping[str, Any]) -> Path:
    """The folder `models/<version>`, with checksums added to the card. Raises OSError."""
    final, draft = root() / card.version, root() / f".{card.version}"
    draft.mkdir(parents=True)
    for name, array in arrays.items():
        path = draft / f"{name}.npy"
        np.save(path, np.ascontiguousarray(array))
        card.checksums[path.name] = checksum(path)
        _settle(path)
    (draft / CARD).write_bytes(msgspec.json.format(msgspec.json.encode(card), indent=2))
    _settle(draft / CARD)
    os.replace(draft, final)
    return final


def tidied() -> list[str]:
    """Remove old models but those in use lately and the latest few; returns their names."""
    keep = {*in_use()[:KEPT], *versions()[:KEPT]}
    gone = [version for version in versions() if version not in keep]
    for version in gone:
        shutil.rmtree(root() / version, ignore_errors=True)
    return gone


def _settle(path: Path) -> None:
    with path.open("rb") as file:
        os.fsync(file.fileno())
