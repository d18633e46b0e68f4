"""Clocked work of the media app."""

from regulars.goods.media import actions
from regulars.ground.kit.actors import SYSTEM


def sweep_files() -> None:
    """Nightly: files without a picture go."""
    actions.sweep(by=SYSTEM)
