"""Looking again: at night, and when prices, costs or offers change."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from django.db.models import Q
from django.db.models.functions import Coalesce

from regulars.ground.bus.outbox import announce
from regulars.ground.kit import clock
from regulars.ground.kit.actions import action
from regulars.ground.kit.actors import SYSTEM, Actor
from regulars.people.merchants.models import Store
from regulars.people.merchants.queries import open_stores
from regulars.trade.guard.events import DangerFound, DangerGone
from regulars.trade.guard.models import Danger, Recheck
from regulars.trade.guard.queries import Check, Told, check_store, rechecks_due
from regulars.trade.offers.models import Joining, Offer

EVERY = timedelta(hours=24)
AT_ONCE = 20


def want_recheck(store_ids: Iterable[int]) -> None:
    """Say that prices of these stores (keys) may have changed. Saying it twice is saying it once."""
    now, wanted = clock.now(), list(store_ids)
    Recheck.objects.bulk_create([Recheck(store_id=key) for key in wanted], ignore_conflicts=True)
    rows = Recheck.objects.across_stores("stores whose prices may have changed").filter(store__in=wanted)
    rows.update(wanted_at=Coalesce("wanted_at", now))


def want_recheck_of_offer(offer: str) -> None:
    """The stores an offer counts in: its own, those that joined, or all of its currency."""
    row = Offer.objects.filter(public_id=offer).first()
    if row is None:
        return
    if row.store_id is not None:
        want_recheck([row.store_id])
    elif row.kind == "cross-store":
        want_recheck(Joining.objects.filter(offer=row).values_list("store_id", flat=True).distinct())
    else:
        want_recheck(open_stores().filter(currency=row.currency).values_list("pk", flat=True))


def want_nightly() -> None:
    """Ask for every store the guard has not looked at for a day."""
    due = Q(done_at=None) | Q(done_at__lt=clock.now() - EVERY)
    seen = Recheck.objects.across_stores("every store is looked at once a night").exclude(due)
    want_recheck(open_stores().exclude(pk__in=seen.values("store_id")).values_list("pk", flat=True))


def recheck_wanted() -> int:
    """Look at the stores that wait, a few at a time; returns how many were looked at."""
    stores = rechecks_due(clock.now(), AT_ONCE)
    for store in stores:
        recheck(store)
    return len(stores)


def recheck(store: Store) -> Check:
    """Look at one store now. The search reads; only what it found is written."""
    began = clock.now()
    found = check_store(store)
    keep_dangers(by=SYSTEM, store=store, check=found)
    rows = Recheck.objects.of(store)
    Recheck.objects.of(store).get_or_create(store=store)
    rows.update(done_at=clock.now(), unknown_costs=found.unknown)
    rows.filter(wanted_at__lte=began).update(wanted_at=None)
    return found


@action("guard.keep_dangers", audit=False)
def keep_dangers(*, by: Actor, store: Store, check: Check) -> None:
    """Bring what stands in line with what was found: new dangers are told of, gone ones end."""
    told = {(one.variant.pk, one.planned.ref if one.planned else ""): one for one in reversed(check.told)}
    rows = Danger.objects.of(store).filter(gone_at=None).select_related("variant")
    open_ = {(row.variant_id, row.sold_by): row for row in rows}
    for key in sorted(set(open_) - set(told)):
        _end(open_[key])
    for key in sorted(told):
        values = _values(told[key])
        if key in open_:
            Danger.objects.of(store).filter(pk=open_[key].pk).update(**values)
        else:
            _begin(store, told[key], values)


def _values(told: Told) -> dict[str, object]:
    return {
        "left_minor": int(told.ladder.left_each), "floor_minor": told.ladder.floor_minor // told.ladder.pieces,
        "commission_bp": told.commission_bp, "since": told.at, "offers": list(told.causes),
        "receipt": told.receipt.to_json(),
    }  # fmt: skip


def _begin(store: Store, told: Told, values: dict[str, object]) -> None:
    sold_by = told.planned.ref if told.planned else ""
    row = Danger.objects.create(
        store=store, variant=told.variant, sold_by=sold_by, currency=told.receipt.currency, **values
    )
    announce(
        DangerFound(
            danger=row.public_id,
            variant=told.variant.public_id,
            under_minor=row.floor_minor - row.left_minor,
            currency=row.currency,
            offers=list(told.causes),
            store_id=store.pk,
            ref=row.public_id,
        )
    )


def _end(row: Danger) -> None:
    Danger.objects.of(row.store_id).filter(pk=row.pk).update(gone_at=clock.now())
    announce(
        DangerGone(
            danger=row.public_id, variant=row.variant.public_id, store_id=row.store_id, ref=row.public_id
        )
    )
