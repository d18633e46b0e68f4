"""Who is on a journey, how many stand where, and why somebody got something."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from django.db.models import Count, Q, QuerySet

from regulars.ground.kit.refusals import NotFound
from regulars.loyalty.journeys.models import Journey, Passage, Traveller, Version
from regulars.people.merchants.models import Store


@dataclass(slots=True)
class Crowd:
    """People of one version: how many stand at each step, what happened at each, how journeys ended.

    `passed[step]` counts what happened there, by kind. `entered` is everybody, `held_out` those without messages.
    """

    entered: int = 0
    held_out: int = 0
    at: Counter[str] = field(default_factory=Counter)
    passed: dict[str, Counter[str]] = field(default_factory=dict)
    outcomes: Counter[str] = field(default_factory=Counter)


def crowd(version: Version) -> Crowd:
    """How many people are where. Two queries."""
    found = Crowd()
    mine = Traveller.objects.of(version.journey.store_id).filter(version=version).order_by()
    rows = mine.values_list("step", "outcome").annotate(
        many=Count("pk"), out=Count("pk", filter=Q(held_out=True))
    )
    for step, outcome, many, out in rows:
        found.entered += many
        found.held_out += out
        found.at[step] += 0 if outcome else many
        if outcome:
            found.outcomes[outcome] += many
    log = Passage.objects.of(version.journey.store_id).filter(traveller__version=version).order_by()
    for step, what, many in log.values_list("step", "what").annotate(many=Count("pk")):
        found.passed.setdefault(step, Counter())[what] += many
    return found


def travellers_of(journey: Journey, where: str = "") -> QuerySet[Traveller]:
    """Everybody who is or was on a journey; `where`: "s3" at a step, "under-way", or an outcome."""
    rows = Traveller.objects.of(journey.store_id).filter(journey=journey).select_related("person", "version")
    if where == "under-way":
        return rows.filter(left_at=None)
    if where[:1] == "s" and where[1:].isdigit():
        return rows.filter(left_at=None, step=where)
    return rows.filter(outcome=where) if where else rows


def tally(journey: Journey) -> dict[str, int]:
    """How many people are under way ("under-way"), and how many ended how, by outcome."""
    rows = Traveller.objects.of(journey.store_id).filter(journey=journey).order_by()
    found = dict(rows.values_list("outcome").annotate(many=Count("pk")))
    return {name or "under-way": many for name, many in found.items()}


def traveller_of(journey: Journey, public_id: str) -> Traveller:
    """One person's journey. Raises NotFound."""
    rows = Traveller.objects.of(journey.store_id).filter(journey=journey, public_id=public_id)
    found = rows.select_related("person", "version", "contact").first()
    if found is None:
        raise NotFound()
    return found


def log_of(traveller: Traveller) -> list[Passage]:
    """Everything that happened to a person on a journey, the first thing first."""
    rows = Passage.objects.of(traveller.journey.store_id).filter(traveller=traveller)
    return list(rows.order_by("number"))


def travels_of(store: Store, person_id: int) -> list[Traveller]:
    """The journeys a person is or was on, those under way first. One query."""
    rows = Traveller.objects.of(store).filter(person_id=person_id, journey__dropped_at=None)
    found = rows.select_related("journey", "version").order_by("-id")[:20]
    return sorted(found, key=lambda row: row.left_at is not None)
