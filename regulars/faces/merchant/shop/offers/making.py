"""An offer form saved: the offer, its word, and its publication in one transaction, or nothing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from regulars.faces.merchant.frame import Row
from regulars.ground.kit.actions import action
from regulars.ground.kit.actors import Actor
from regulars.trade.offers import actions as offers

FOR_EVERYBODY = 100_000


@action("desk.make_offer", audit=False)
def make_offer(*, by: Actor, store: Row, given: Mapping[str, Any], word: str, publish: bool) -> str:
    """A new offer; returns its public id. Raises as `offers.create_offer`, `name_code` and `publish_offer`."""
    made = offers.create_offer(by=by, store=store, **given)
    if word:
        offers.name_code(by=by, store=store, offer=made.public_id, code=word, cap=FOR_EVERYBODY)
    if publish:
        offers.publish_offer(by=by, store=store, offer=made.public_id)
    return str(made.public_id)


@action("desk.hand_out", audit=False)
def hand_out(*, by: Actor, store: Row, offer: str, persons: list[int]) -> int:
    """Mean an offer for these people and put it into their hands; returns how many are new."""
    new = offers.meant_for(by=by, store=store, offer=offer, persons=persons)
    offers.give_claims(by=by, store=store, offer=offer, persons=persons)
    return new
