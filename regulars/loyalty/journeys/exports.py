"""What a store takes along of its journeys: what they said, who was on them, and every step."""

from __future__ import annotations

from collections.abc import Iterator

from regulars.ground.kit.exports import CHUNK, goes_along
from regulars.loyalty.journeys.models import Journey, Letter, Passage, Traveller, Version
from regulars.people.merchants.models import Store


@goes_along(
    "journeys",
    "journey.public_id journey.name journey.holdout_percent journey.window_days journey.started_at "
    "journey.paused_at journey.ended_at number definition created_at started_at",
    Journey,
    Version,
)
def _journeys(store: Store) -> Iterator[Version]:
    rows = Version.objects.of(store).filter(journey__dropped_at=None).select_related("journey")
    return rows.order_by("pk").iterator(CHUNK)


@goes_along("journey_letters", "version.journey.public_id version.number step campaign.public_id", Letter)
def _letters(store: Store) -> Iterator[Letter]:
    rows = Letter.objects.of(store).select_related("version__journey", "campaign")
    return rows.order_by("pk").iterator(CHUNK)


@goes_along(
    "travellers",
    "public_id journey.public_id version.number person.public_id turn held_out reachable step reached_at due_at "
    "outcome entered_at left_at",
    Traveller,
)
def _travellers(store: Store) -> Iterator[Traveller]:
    rows = Traveller.objects.of(store).select_related("journey", "version", "person")
    return rows.order_by("pk").iterator(CHUNK)


@goes_along("passages", "traveller.public_id number step what detail at", Passage)
def _passages(store: Store) -> Iterator[Passage]:
    rows = Passage.objects.of(store).select_related("traveller")
    return rows.order_by("pk").iterator(CHUNK)
