"""What the ground floor needs to know of persons."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from regulars.ground.bus.listening import listens_to
from regulars.ground.bus.naming import names, public_ids
from regulars.ground.lake.forgotten import forget
from regulars.people.accounts import queries
from regulars.people.accounts.events import PersonForgotten


@names("person")
def person_names(keys: Iterable[int]) -> dict[int, str]:
    """Public ids of persons."""
    return queries.public_ids(keys)


@listens_to(PersonForgotten)
def forgotten_in_the_lake(fact: PersonForgotten) -> None:
    """Nobody stands behind the person's rows in the lake any more."""
    person = public_ids("person", [fact.person_id or 0]).get(fact.person_id or 0)
    if person is None:
        return
    if fact.store_id is None:
        forget(person)
    else:
        store = public_ids("store", [fact.store_id])[fact.store_id]
        forget(person, store, datetime.fromisoformat(fact.upto))
