"""What presales know of a person: what was booked. It stays in the store's books without the person."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import QuerySet

from regulars.ground.kit.exports import CHUNK
from regulars.ground.kit.ids import new_id
from regulars.ground.kit.privacy import About, forgets, tells
from regulars.people.accounts.models import Person
from regulars.trade.presales.models import Booking


@tells(
    "presales",
    "public_id presale.title presale.store.name quantity state made_at booked_at ended_at",
    Booking,
)
def _bookings(about: About) -> Iterator[Booking]:
    return _mine(about).select_related("presale__store").order_by("pk").iterator(CHUNK)


@forgets("bookings are handed to a person who is nobody; numbers and days stay", Booking)
def _forget(about: About) -> None:
    mine = _mine(about)
    if not about.whole and mine.exists():
        for key in list(mine.values_list("pk", flat=True)):
            nobody = Person.objects.create(password=f"!{new_id('gone')}")
            Booking.objects.across_stores("one person's own").filter(pk=key).update(person=nobody)


def _mine(about: About) -> QuerySet[Booking]:
    rows = Booking.objects.across_stores("one person's own bookings")
    return rows.filter(person_id=about.person_id, **about.at("store_id"))
