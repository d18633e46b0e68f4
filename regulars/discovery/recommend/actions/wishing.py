"""A person's word on being chosen for."""

from __future__ import annotations

from regulars.discovery.recommend.actions.touching import forget_touches
from regulars.discovery.recommend.models import Taste
from regulars.ground.kit import clock
from regulars.ground.kit.actions import action
from regulars.ground.kit.actors import Actor


@action("recommend.switch_faces")
def switch_faces(*, by: Actor, on: bool) -> bool:
    """Whether pages may differ for the person who asks. Off: what was learnt is deleted. Raises LogInFirst."""
    person = by.require_person()
    values = {"off_at": None} if on else {"off_at": clock.now(), "goods": [], "learnt_at": None}
    row, _new = Taste.objects.update_or_create(person_id=person, defaults=values)
    if not on:
        forget_touches(person=row.person.public_id)
    return on
