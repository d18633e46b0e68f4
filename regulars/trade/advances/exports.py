"""What a store takes along of the money paid to it ahead."""

from __future__ import annotations

from collections.abc import Iterator

from regulars.ground.kit.exports import CHUNK, goes_along
from regulars.people.merchants.models import Store
from regulars.trade.advances.models import Advance


@goes_along(
    "advances",
    "public_id person.public_id purpose ref title title_zh state currency amount_minor commission_bp "
    "kept_commission_minor returned_minor pay_until opened_at paid_at used_ref ended_at why",
    Advance,
)
def _advances(store: Store) -> Iterator[Advance]:
    return Advance.objects.of(store).select_related("person").order_by("pk").iterator(CHUNK)
