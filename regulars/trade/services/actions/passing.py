"""What time does: days become the store's, holders are reminded. Each run is safe to repeat."""

from __future__ import annotations

from datetime import date, timedelta

from django.db.models import F, QuerySet

from regulars.ground.bus.outbox import announce
from regulars.ground.kit import clock
from regulars.ground.kit.actions import action
from regulars.ground.kit.actors import SYSTEM, Actor
from regulars.trade.services.events import ServiceEndingSoon
from regulars.trade.services.models import Contract
from regulars.trade.services.queries.days import today

REMIND_DAYS = 14
BATCH = 500


def remind_holders(*, by: Actor = SYSTEM, limit: int = BATCH) -> int:
    """Tell holders once, two weeks before the end, of claims they still have; returns how many."""
    keys = list(_to_remind(today()).order_by("ends_on", "pk").values_list("pk", flat=True)[:limit])
    return sum(remind_one(by=by, contract_pk=pk) for pk in keys)


@action("services.remind", audit=False)
def remind_one(*, by: Actor, contract_pk: int) -> bool:
    """Remind one holder; False when somebody did in the meantime."""
    rows = _to_remind(today()).filter(pk=contract_pk)
    if not rows.update(reminded_at=clock.now()):
        return False
    row = Contract.objects.across_stores("a holder is reminded").get(pk=contract_pk)
    announce(
        ServiceEndingSoon(
            contract=row.public_id,
            ends_on=row.ends_on.isoformat() if row.ends_on else "",
            claims_left=row.claims_most - row.claims_used,
            store_id=row.store_id,
            person_id=row.person_id,
            ref=row.public_id,
        )
    )
    return True


def _to_remind(day: date) -> QuerySet[Contract]:
    everywhere = Contract.objects.across_stores("holders of all stores are reminded")
    return everywhere.filter(
        state="sold",
        reminded_at=None,
        ends_on__gt=day,
        ends_on__lte=day + timedelta(days=REMIND_DAYS),
        claims_used__lt=F("claims_most"),
    )
