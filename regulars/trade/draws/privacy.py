"""A person's lots, prizes and applications."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import QuerySet

from regulars.ground.kit.exports import CHUNK
from regulars.ground.kit.privacy import About, forgets, knows_nobody, tells
from regulars.trade.draws.models import Application, Draw, Entry, Lottery, Prize, Seed, Trial, Win

knows_nobody(
    "what a store raffles and offers for trial, and the sealed secret of a draw",
    Lottery,
    Prize,
    Trial,
    Draw,
    Seed,
)


@tells("lots_in_draws", "draw.store.name public_id number act entered_at", Entry)
def _lots(about: About) -> Iterator[Entry]:
    return _entries(about).select_related("draw__store").order_by("pk").iterator(CHUNK)


@tells("prizes_won", "prize.lottery.store.name prize.lottery.title state won_at take_until taken_at ref", Win)
def _wins(about: About) -> Iterator[Win]:
    return _won(about).select_related("prize__lottery__store").order_by("pk").iterator(CHUNK)


@tells(
    "trials_applied_for",
    "trial.store.name trial.title words answers state reason applied_at given_at ref report_due reported_at",
    Application,
)
def _applications(about: About) -> Iterator[Application]:
    return _applied(about).select_related("trial__store").order_by("pk").iterator(CHUNK)


@forgets(
    "lots and prizes lose the person, because the proof of a draw needs the lots; applications are deleted",
    Entry,
    Win,
    Application,
)
def _forget(about: About) -> None:
    _applied(about).delete()
    _won(about).update(person=None)
    _entries(about).update(person=None)


def _entries(about: About) -> QuerySet[Entry]:
    rows = Entry.objects.across_stores("one person's own lots")
    return rows.filter(person_id=about.person_id, **about.at("draw__store_id"))


def _won(about: About) -> QuerySet[Win]:
    rows = Win.objects.across_stores("one person's own prizes")
    return rows.filter(person_id=about.person_id, **about.at("prize__lottery__store_id"))


def _applied(about: About) -> QuerySet[Application]:
    rows = Application.objects.across_stores("one person's own applications")
    return rows.filter(person_id=about.person_id, **about.at("trial__store_id"))
