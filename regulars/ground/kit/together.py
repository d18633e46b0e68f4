"""Many actions as one: all of them are written, or none."""

from __future__ import annotations

from collections.abc import Callable

from regulars.ground.kit.actions import action
from regulars.ground.kit.actors import Actor
from regulars.ground.kit.refusals import NotFound


@action("kit.together", audit=False)
def together(*, by: Actor, doing: Callable[[], None]) -> None:
    """Run `doing`; every action in it joins this one's transaction and leaves its own record. System only."""
    if by.kind != "system":
        raise NotFound()
    doing()
