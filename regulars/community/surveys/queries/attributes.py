"""What groups may ask about people who answered."""

from __future__ import annotations

from datetime import datetime

from regulars.community.surveys.models import Response
from regulars.community.surveys.rules.questions import SCALE, TOP
from regulars.loyalty.segments.hooks import Source, attributes

RECOMMENDS = "recommends"


@attributes.answer
def known_of_answers() -> list[Source]:
    """The last number from 0 to 10 that somebody gave the store under their name."""
    return [Source(RECOMMENDS, "number", recommends, tuple(map(str, range(TOP + 1))))]


def recommends(store_id: int, as_of: datetime) -> dict[int, int | bool | str | None]:
    """The last answer of each person to the first scale of a survey that says who answered. One query."""
    rows = Response.objects.of(store_id).filter(answered_at__lte=as_of, survey__anonymous=False)
    found: dict[int, int | bool | str | None] = {}
    listed = rows.order_by("answered_at", "pk").values_list("person_id", "answers", "survey__questions")
    for person, answers, asked in listed:
        scale = next((one["id"] for one in asked if one["kind"] == SCALE), "")
        if scale in answers:
            found[person] = answers[scale]
    return found
