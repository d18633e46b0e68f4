"""What a store takes along of its presales."""

from __future__ import annotations

from collections.abc import Iterator

from regulars.ground.kit.exports import CHUNK, goes_along
from regulars.people.merchants.models import Store
from regulars.trade.presales.models import Booking, Presale, PresaleItem


@goes_along(
    "presales",
    "public_id product.public_id title title_zh currency state deposit_from deposit_until balance_from balance_until "
    "ship_by unpaid per_person made_at published_at stopped_at stopped_why settled_at",
    Presale,
)
def _presales(store: Store) -> Iterator[Presale]:
    return Presale.objects.of(store).select_related("product").order_by("pk").iterator(CHUNK)


@goes_along(
    "presale_items",
    "public_id presale.public_id variant.public_id price_minor deposit_minor off_minor quota booked",
    PresaleItem,
)
def _items(store: Store) -> Iterator[PresaleItem]:
    rows = PresaleItem.objects.filter(presale__store=store).select_related("presale", "variant")
    return rows.order_by("pk").iterator(CHUNK)


@goes_along(
    "presale_bookings",
    "public_id presale.public_id item.public_id person.public_id quantity state advance_ref group_ref made_at "
    "booked_at reminded_at ended_at",
    Booking,
)
def _bookings(store: Store) -> Iterator[Booking]:
    rows = Booking.objects.of(store).select_related("presale", "item", "person")
    return rows.order_by("pk").iterator(CHUNK)
