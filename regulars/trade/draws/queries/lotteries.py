"""Lotteries of a store, and as shoppers meet them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Literal

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from regulars.ground.kit import clock
from regulars.ground.kit.refusals import NotFound
from regulars.people.merchants.models import Store
from regulars.people.merchants.queries import open_stores
from regulars.trade.draws.models import Draw, Entry, Lottery, Prize, Win
from regulars.trade.draws.rules.odds import one_in
from regulars.trade.draws.rules.plans import INSTANT

State = Literal["draft", "planned", "open", "closed", "drawn", "settled", "stopped"]


def lotteries_of(store: Store) -> QuerySet[Lottery]:
    """The store's lotteries, the latest first, with prizes and draw."""
    rows = Lottery.objects.of(store).filter(dropped_at=None)
    return rows.select_related("draw", "store").prefetch_related(*PRIZES).order_by("-id")


PRIZES = ("prizes__variant__product", "prizes__offer")


def lottery_of(store: Store, public_id: str) -> Lottery:
    """One of the store's lotteries. Raises NotFound."""
    found = lotteries_of(store).filter(public_id=public_id).first()
    if found is None:
        raise NotFound()
    return found


def lottery_for_shoppers(public_id: str) -> Lottery:
    """A published lottery of an open store. Raises NotFound."""
    found = _published().filter(public_id=public_id, store__in=open_stores()).first()
    if found is None:
        raise NotFound()
    return found


def running_in(stores: Iterable[int] | None = None, limit: int = 20) -> list[Lottery]:
    """Lotteries open now, in these stores or in all that are open; what ends first comes first."""
    now = clock.now()
    rows = _published().filter(stopped_at=None, opens_at__lte=now, closes_at__gt=now)
    rows = rows.filter(store__in=open_stores()) if stores is None else rows.filter(store__in=list(stores))
    return list(rows.order_by("closes_at", "id")[:limit])


def all_lotteries() -> QuerySet[Lottery]:
    """Published lotteries of all stores, the latest first: for the market's console."""
    return _published().order_by("-published_at", "-id")


def any_lottery(public_id: str) -> Lottery:
    """A published lottery of any store, for the console. Raises NotFound."""
    found = _published().filter(public_id=public_id).first()
    if found is None:
        raise NotFound()
    return found


def due(now: datetime) -> QuerySet[Lottery]:
    """Lotteries whose time to be drawn has come; scratch lotteries also when every prize is won."""
    left = Prize.objects.across_stores("lotteries of all stores end by time")
    out = Q(way=INSTANT) & ~Exists(left.filter(lottery=OuterRef("pk"), given__lt=F("count")))
    rows = _published().filter(stopped_at=None, draw__drawn_at=None)
    return rows.filter(Q(draw_at__lte=now) | (out & Q(opens_at__lte=now))).order_by("pk")


def prizes_left(row: Lottery) -> bool:
    """Whether a scratch lottery still has something to win."""
    return Prize.objects.of(row.store_id).filter(lottery=row, given__lt=F("count")).exists()


def state_of(row: Lottery) -> State:
    """Where the lottery is now: by the clock, not by who looked."""
    now = clock.now()
    if row.stopped_at is not None:
        return "stopped"
    if row.published_at is None or row.draw is None:
        return "draft"
    if row.settled_at is not None:
        return "settled"
    if row.draw.drawn_at is not None:
        return "drawn"
    if now < row.opens_at:
        return "planned"
    return "open" if now < row.closes_at else "closed"


def chance(row: Lottery, more: int = 0) -> int | None:
    """The n of "1 in n" for any prize of a timed lottery now, with `more` lots put in."""
    entries = row.draw.entries_count if row.draw is not None else 0
    return one_in(sum(one.count for one in row.prizes.all()), entries + more)


def entries_of(draw: Draw | None, person_id: int | None) -> list[Entry]:
    """The person's own lots in a draw, by number."""
    if draw is None or person_id is None:
        return []
    rows = Entry.objects.of(draw.store_id).filter(draw=draw, person_id=person_id)
    return list(rows.order_by("number"))


def wins_in(row: Lottery) -> QuerySet[Win]:
    """Everything won in a lottery, in the order of the prizes."""
    rows = Win.objects.of(row.store_id).filter(prize__lottery=row)
    return rows.select_related("prize__variant__product", "prize__offer", "entry", "person").order_by(
        "prize__position", "prize_id", "piece", "round"
    )


def wins_of(person_id: int) -> QuerySet[Win]:
    """Everything a person won, the latest first."""
    rows = Win.objects.across_stores("one person's own prizes").filter(person_id=person_id)
    return rows.select_related(
        "prize__variant__product", "prize__offer", "prize__lottery__store", "entry"
    ).order_by("-id")


def win_of(person_id: int, public_id: str) -> Win:
    """One of a person's prizes. Raises NotFound."""
    found = wins_of(person_id).filter(public_id=public_id).first()
    if found is None:
        raise NotFound()
    return found


def late_wins(now: datetime) -> QuerySet[Win]:
    """Prizes that were not taken in time."""
    rows = Win.objects.across_stores("promises of all stores end by time")
    return rows.filter(state="open", take_until__lte=now).order_by("pk")


def lotteries_to_settle() -> QuerySet[Lottery]:
    """Lotteries that were drawn and whose every prize was taken or went back."""
    waiting = Win.objects.across_stores("promises of all stores end by time").filter(
        state__in=("open", "ordered")
    )
    rows = _published().filter(settled_at=None, draw__drawn_at__isnull=False)
    return rows.exclude(pk__in=waiting.values("prize__lottery")).order_by("pk")


def entered_by(person_id: int, limit: int = 50) -> list[Lottery]:
    """Lotteries a person has a lot in, the latest first."""
    mine = Entry.objects.across_stores("one person's own lots").filter(person_id=person_id)
    rows = _published().filter(draw__in=mine.values("draw"))
    return list(rows.order_by("-id")[:limit])


def _published() -> QuerySet[Lottery]:
    rows = Lottery.objects.across_stores("shoppers and the market's clock look at every store's")
    shown = rows.filter(published_at__isnull=False, dropped_at=None)
    return shown.select_related("draw", "store").prefetch_related(*PRIZES)
