"""What an operator can do about messages that were given up."""

from __future__ import annotations

from regulars.ground.bus.queries import dead_letters
from regulars.ground.bus.relay import redeliver
from regulars.ground.kit.actions import action, note
from regulars.ground.kit.actors import Actor
from regulars.ground.kit.refusals import NotFound


@action("bus.redeliver")
def bring_back(*, by: Actor, pk: int) -> None:
    """Give one dead letter another round of tries. Needs market.merchants. Raises NotFound."""
    by.require("market.merchants")
    row = dead_letters().filter(pk=pk).first()
    if row is None:
        raise NotFound()
    note(message=row.message.public_id, listener=row.listener)
    redeliver(row)
