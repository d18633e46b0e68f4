"""A guest asks what is known, takes it along, and has everything forgotten that an e-mail leads to."""

from __future__ import annotations

from regulars.ground.kit.actions import action
from regulars.ground.kit.actors import SYSTEM, Actor
from regulars.people.accounts.actions import forget_person
from regulars.trade.orders.queries.guests import guests_called, proven


@action("orders.ask_for_guest_data")
def ask_for_guest_data(*, by: Actor) -> None:
    """Put on record that somebody asked for the letter; for which address is nobody's business."""


@action("orders.take_guest_data")
def take_guest_data(*, by: Actor, proof: str) -> list[int]:
    """Put on record that what is known of guests was taken along; returns their keys. Raises NotFound."""
    return guests_called(proven(proof))


@action("orders.forget_guest")
def forget_guest(*, by: Actor, proof: str) -> int:
    """Forget the guests behind a mailed link, in every store; the signature is the proof. Safe to repeat.

    Returns how many. Raises NotFound, StillBound (then nobody is forgotten).
    """
    people = guests_called(proven(proof))
    for person in people:
        forget_person(by=SYSTEM, person_id=person)
    return len(people)
