"""One step of many orders: each that can take it does, the others are named with the reason."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from regulars.ground.bus.attempts import attempt
from regulars.ground.kit.actions import action, note
from regulars.ground.kit.actors import Actor
from regulars.ground.kit.refusals import Refusal
from regulars.people.merchants.models import Store
from regulars.trade.orders.actions.shipping import accept_order, deliver

MOST = 100
Report = dict[str, list[list[str]]]


@action("orders.accept_many")
def accept_many(*, by: Actor, store: Store, orders: Sequence[str]) -> Report:
    """Begin to pack up to 100 orders. Returns {"done": [[order]], "refused": [[order, sentence]]}."""
    by.require("orders", store.pk)
    return _each(accept_order, by, store, orders)


@action("orders.deliver_many")
def deliver_many(*, by: Actor, store: Store, orders: Sequence[str]) -> Report:
    """Mark up to 100 parcels as arrived. Returns {"done": [[order]], "refused": [[order, sentence]]}."""
    by.require("orders", store.pk)
    return _each(deliver, by, store, orders)


def _each(step: Callable[..., Any], by: Actor, store: Store, orders: Sequence[str]) -> Report:
    found: Report = {"done": [], "refused": []}
    for order in sorted(set(orders))[:MOST]:
        try:
            with attempt():
                step(by=by, store=store, order=order)
            found["done"].append([order])
        except Refusal as refusal:
            found["refused"].append([order, str(refusal.sentence)])
    note(done=len(found["done"]), refused=len(found["refused"]))
    return found
