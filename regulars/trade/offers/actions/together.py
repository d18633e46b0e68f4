"""Changes to an offer that belong together: made, named and published; meant and handed out. All or nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from regulars.ground.kit.actions import action
from regulars.ground.kit.actors import Actor
from regulars.people.merchants.models import Store
from regulars.trade.offers.actions.claiming import give_claims
from regulars.trade.offers.actions.coding import meant_for, name_code
from regulars.trade.offers.actions.making import create_offer, publish_offer

FOR_EVERYBODY = 100_000


@action("offers.make", audit=False)
def make_offer(*, by: Actor, store: Store, given: Mapping[str, Any], word: str, publish: bool) -> str:
    """A new offer, with its word if it has one, published at once if so asked; returns its public id.

    Raises as `create_offer`, `name_code` and `publish_offer`.
    """
    made = create_offer(by=by, store=store, **given)
    if word:
        name_code(by=by, store=store, offer=made.public_id, code=word, cap=FOR_EVERYBODY)
    if publish:
        publish_offer(by=by, store=store, offer=made.public_id)
    return made.public_id


@action("offers.hand_out", audit=False)
def hand_out(*, by: Actor, store: Store, offer: str, persons: Sequence[int]) -> int:
    """Mean an offer for these people and put it into their hands; returns how many are new."""
    new = meant_for(by=by, store=store, offer=offer, persons=list(persons))
    give_claims(by=by, store=store, offer=offer, persons=list(persons))
    return new
