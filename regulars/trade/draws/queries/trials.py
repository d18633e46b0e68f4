"""Trials of a store, and as shoppers meet them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Literal

from django.db.models import F, QuerySet

from regulars.ground.kit import clock
from regulars.ground.kit.refusals import NotFound
from regulars.ground.kit.statements import Fixed, statement
from regulars.people.merchants.models import Store
from regulars.people.merchants.queries import open_stores
from regulars.trade.draws.models import Application, Trial
from regulars.trade.draws.rules.plans import LOT, consequence

State = Literal["draft", "planned", "open", "choosing", "running", "settled", "stopped"]


def trials_of(store: Store) -> QuerySet[Trial]:
    """The store's trials, the latest first."""
    rows = Trial.objects.of(store).filter(dropped_at=None)
    return rows.select_related("draw", "store", "variant__product").order_by("-id")


def trial_of(store: Store, public_id: str) -> Trial:
    """One of the store's trials. Raises NotFound."""
    found = trials_of(store).filter(public_id=public_id).first()
    if found is None:
        raise NotFound()
    return found


def trial_for_shoppers(public_id: str) -> Trial:
    """A published trial of an open store. Raises NotFound."""
    found = _published().filter(public_id=public_id, store__in=open_stores()).first()
    if found is None:
        raise NotFound()
    return found


def any_trial(public_id: str) -> Trial:
    """A published trial of any store, for the console. Raises NotFound."""
    found = _published().filter(public_id=public_id).first()
    if found is None:
        raise NotFound()
    return found


def all_trials() -> QuerySet[Trial]:
    """Published trials of all stores, the latest first: for the market's console."""
    return _published().order_by("-published_at", "-id")


def trials_open_in(
    stores: Iterable[int] | None = None, limit: int = 20, product: int | None = None
) -> list[Trial]:
    """Trials that take applications now, in these stores or all that are open; of one product (key) if given."""
    return _open_in(None if stores is None else list(stores), product, clock.now(), Fixed(limit))


@statement
def _open_in(
    stores: list[int] | None, product: int | None, now: datetime, limit: int
) -> QuerySet[Trial, Trial]:
    rows = _published().filter(stopped_at=None, opens_at__lte=now, closes_at__gt=now)
    rows = rows.filter(store__in=open_stores()) if stores is None else rows.filter(store__in=stores)
    rows = rows if product is None else rows.filter(variant__product_id=product)
    return rows.order_by("closes_at", "id")[:limit]


def trials_due(now: datetime) -> QuerySet[Trial]:
    """Trials decided by lot whose time to be drawn has come."""
    return (
        _published().filter(way=LOT, stopped_at=None, closes_at__lte=now, draw__drawn_at=None).order_by("pk")
    )


def trial_state(row: Trial) -> State:
    """Where the trial is now: by the clock, not by who looked."""
    now = clock.now()
    if row.stopped_at is not None:
        return "stopped"
    if row.published_at is None:
        return "draft"
    if row.settled_at is not None:
        return "settled"
    if now < row.opens_at:
        return "planned"
    if now < row.closes_at:
        return "open"
    waits = row.draw.drawn_at is None if row.draw is not None else row.given < row.pieces
    return "choosing" if waits else "running"


def applications_of(row: Trial) -> QuerySet[Application]:
    """Who applied, in order."""
    rows = Application.objects.of(row.store_id).filter(trial=row)
    return rows.select_related("person", "entry", "trial").order_by("id")


def application_in(row: Trial, person_id: int | None) -> Application | None:
    """The person's own application for a trial."""
    return applications_of(row).filter(person_id=person_id).first() if person_id is not None else None


def application_of(person_id: int, public_id: str) -> Application:
    """One of a person's applications. Raises NotFound."""
    found = applications_by(person_id).filter(public_id=public_id).first()
    if found is None:
        raise NotFound()
    return found


def applications_by(person_id: int) -> QuerySet[Application]:
    """Every application of a person, the latest first."""
    rows = Application.objects.across_stores("one person's own applications").filter(person_id=person_id)
    return rows.select_related("trial__store", "trial__variant__product", "trial__draw", "entry").order_by(
        "-id"
    )


def away_until(store: Store | int, person_id: int | None) -> datetime | None:
    """Until when somebody who owes the store a report cannot apply for its trials; None when they can."""
    if person_id is None:
        return None
    now = clock.now()
    owed = Application.objects.of(store).filter(person_id=person_id, reported_at=None, report_due__lt=now)
    rows = owed.values_list("report_due", "trial__away_days")
    ends = [consequence(due, days) for due, days in rows if due is not None]
    return max((end for end in ends if end > now), default=None)


def reports_to_remind(now: datetime, soon: datetime) -> QuerySet[Application]:
    """Reports that are due soon and were not reminded of yet."""
    rows = Application.objects.across_stores("reports of all stores fall due by time")
    return rows.filter(
        reported_at=None, reminded_at=None, report_due__gt=now, report_due__lte=soon, state="ordered"
    ).order_by("pk")


def lapsed_places(now: datetime) -> QuerySet[Application]:
    """Places that were not ordered in time."""
    rows = Application.objects.across_stores("promises of all stores end by time")
    return rows.filter(state="given", take_until__lte=now).order_by("pk")


def trials_to_settle(now: datetime) -> QuerySet[Trial]:
    """Trials all of whose places are decided: nobody waits to order, nobody can be chosen any more."""
    over = _published().filter(settled_at=None, stopped_at=None, closes_at__lte=now)
    full = over.filter(given=F("pieces")) | over.filter(draw__drawn_at__isnull=False)
    waiting = Application.objects.across_stores("promises of all stores end by time").filter(state="given")
    return full.exclude(pk__in=waiting.values("trial")).order_by("pk")


def _published() -> QuerySet[Trial]:
    rows = Trial.objects.across_stores("shoppers and the market's clock look at every store's")
    shown = rows.filter(published_at__isnull=False, dropped_at=None)
    return shown.select_related("draw", "store", "variant__product")
