"""The ranker that was trained elsewhere, as the model in use holds it."""

from __future__ import annotations

from typing import Any

from regulars.discovery.recommend.queries.place import MOMENT, model
from regulars.discovery.recommend.rules.moment.keeping import FOREIGN
from regulars.ground.kit.later import np


def carried() -> bytes:
    """The foreign ranker of the model in use; empty when its own trees rank."""
    held = model()
    return held.shelf.moment.foreign if held and held.shelf.moment else b""


def kept(foreign: bytes) -> dict[str, Any]:
    """The array by which a model's folder keeps a foreign ranker; none without one."""
    return {MOMENT + FOREIGN: np.frombuffer(foreign, np.uint8)} if foreign else {}
