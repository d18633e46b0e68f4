"""Which journeys of stores a person is or was on."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import QuerySet

from regulars.ground.kit.exports import CHUNK
from regulars.ground.kit.privacy import About, forgets, knows_nobody, tells
from regulars.loyalty.journeys.models import Journey, Letter, Passage, Traveller, Version

knows_nobody("what a store plans to send, the same for everybody on it", Journey, Version, Letter)


@tells(
    "journeys",
    "journey.store.name journey.name turn held_out entered_at left_at outcome",
    Traveller,
)
def _journeys(about: About) -> Iterator[Traveller]:
    return _mine(about).select_related("journey__store").order_by("pk").iterator(CHUNK)


@tells("journey_steps", "traveller.journey.store.name traveller.journey.name step what at", Passage)
def _steps(about: About) -> Iterator[Passage]:
    rows = Passage.objects.across_stores("one person's own journeys").filter(traveller__in=_mine(about))
    return rows.select_related("traveller__journey__store").order_by("pk").iterator(CHUNK)


@forgets("the person is taken off every journey, with the log of their steps", Traveller, Passage)
def _forget_journeys(about: About) -> None:
    _mine(about).delete()


def _mine(about: About) -> QuerySet[Traveller]:
    rows = Traveller.objects.across_stores("one person's own journeys")
    return rows.filter(person_id=about.person_id, **about.at("journey__store_id"))
