"""Where people stood when they answered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from regulars.community.surveys.models import Response
from regulars.loyalty.customers.models import Relation
from regulars.loyalty.members.queries import programme_of
from regulars.loyalty.members.queries.attributes import tiers
from regulars.loyalty.segments.figures.people import all_known, question
from regulars.loyalty.segments.rules.evaluate import stage
from regulars.loyalty.segments.rules.stages import NONE
from regulars.people.merchants.models import Store


def unplaced(most: int) -> dict[Store, list[Response]]:
    """Answers whose stage is not known yet, by store; the oldest first."""
    rows = Response.objects.across_stores("answers of all stores wait to be placed").filter(stage="")
    found: dict[Store, list[Response]] = {}
    for row in rows.select_related("survey__store").order_by("pk")[:most]:
        found.setdefault(row.survey.store, []).append(row)
    return found


def places_of(store: Store, rows: Sequence[Response]) -> dict[int, tuple[str, str]]:
    """Stage at the moment of the answer, and tier at the last of them, by the answer's key. Reads the trail once."""
    people = [row.person_id for row in rows]
    own = list(Relation.objects.of(store).filter(person_id__in=people).select_related("person"))
    last = max(row.answered_at for row in rows)
    asked, ranks = question(store, [], last), _tiers(store, last)
    known = all_known(store, own, asked, [])
    relations = {one.person_id: one.pk for one in own}
    found = {}
    for row in rows:
        key = relations.get(row.person_id)
        at = replace(asked, as_of=row.answered_at)
        found[row.pk] = (stage(known[key], at) if key else NONE, ranks.get(row.person_id, ""))
    return found


def _tiers(store: Store, at: datetime) -> dict[int, str]:
    running = programme_of(store)
    if running is None:
        return {}
    names = [tier.name for tier in running.rules.tiers]
    return {key: names[int(position or 1) - 1] for key, position in tiers(store.pk, at).items()}
