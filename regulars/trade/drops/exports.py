"""What a store takes along of its drops: the plans, who had which place and ticket, who asked to be reminded."""

from __future__ import annotations

from collections.abc import Iterator

from regulars.ground.kit.exports import CHUNK, goes_along
from regulars.people.merchants.models import Store
from regulars.trade.drops.models import Drop, Reminder, Seat


@goes_along(
    "drops",
    "public_id variant.public_id title title_zh text text_zh price_minor units per_person phases opens_at ends_at "
    "room_minutes pay_minutes queue_most seed taken waiting paid full_us created_at published_at stopped_at closed_at",
    Drop,
)
def _drops(store: Store) -> Iterator[Drop]:
    return Drop.objects.of(store).select_related("variant").order_by("pk").iterator(CHUNK)


@goes_along(
    "drop_places",
    "public_id drop.public_id person.public_id ordinal state arrived_us turn_us lot won_us pay_until_us group_ref",
    Seat,
)
def _seats(store: Store) -> Iterator[Seat]:
    rows = Seat.objects.of(store).filter(person__isnull=False).select_related("drop", "person")
    return rows.order_by("pk").iterator(CHUNK)


@goes_along("drop_reminders", "drop.public_id person.public_id asked_at sent_at", Reminder)
def _reminders(store: Store) -> Iterator[Reminder]:
    rows = Reminder.objects.of(store).select_related("drop", "person")
    return rows.order_by("pk").iterator(CHUNK)
