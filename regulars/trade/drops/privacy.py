"""Which drops a person took part in, and of which they wanted to be told."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import QuerySet

from regulars.ground.kit.exports import CHUNK
from regulars.ground.kit.privacy import About, forgets, knows_nobody, tells
from regulars.trade.drops.models import Drop, Reminder, Seat

knows_nobody("what a store sells at which second, the same for everybody", Drop)


@tells(
    "drops_taken_part_in",
    "drop.store.name drop.title ordinal state arrived_us turn_us lot won_us pay_until_us group_ref",
    Seat,
)
def _seats(about: About) -> Iterator[Seat]:
    return _mine(about).select_related("drop__store").order_by("pk").iterator(CHUNK)


@tells("drop_reminders", "drop.store.name drop.title asked_at sent_at", Reminder)
def _reminders(about: About) -> Iterator[Reminder]:
    return _asked(about).select_related("drop__store").order_by("pk").iterator(CHUNK)


@forgets("places in drops lose their name, so that counts stay right; reminders are deleted", Seat, Reminder)
def _forget(about: About) -> None:
    for row in _mine(about):
        # A place nobody stands behind can win nothing; its number keeps it apart from others of the drop.
        Seat.objects.of(row.drop.store_id).filter(pk=row.pk).update(person=None, holder=f"x{row.pk}")
    _asked(about).delete()


def _mine(about: About) -> QuerySet[Seat]:
    rows = Seat.objects.across_stores("one person's own places")
    return rows.filter(person_id=about.person_id, **about.at("drop__store_id")).select_related("drop")


def _asked(about: About) -> QuerySet[Reminder]:
    rows = Reminder.objects.across_stores("one person's own reminders")
    return rows.filter(person_id=about.person_id, **about.at("drop__store_id"))
