"""Balance marks: where the next sum of an account may start."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Min, Sum

from regulars.ground.kit import clock
from regulars.ground.kit.actions import action
from regulars.ground.kit.actors import Actor
from regulars.trade.settlement.models import BalanceMark, Entry, Line

SETTLED = timedelta(minutes=15)


@action("settlement.mark_balances", audit=False)
def mark_balances(*, by: Actor) -> int:
    """Move every account's mark up to the lines that are 15 minutes old. Returns how many moved.

    Younger lines wait: a transaction that is still open could add one below them.
    """
    by.require("market.money")
    marks = {mark.account_id: mark for mark in BalanceMark.objects.all()}
    floor = max((mark.upto_line_id for mark in marks.values()), default=0)
    upto = _settled_line()
    return sum(_move(account, marks.get(account), upto) for account in _touched(floor, upto))


def _settled_line() -> int:
    """The last line below every line of a young entry."""
    young = Entry.objects.filter(posted_at__gt=clock.now() - SETTLED).aggregate(first=Min("pk"))["first"]
    if young is None:
        return Line.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    first = Line.objects.filter(entry_id__gte=young).aggregate(first=Min("pk"))["first"]
    return first - 1 if first else 0


def _touched(floor: int, upto: int) -> list[int]:
    lines = Line.objects.filter(pk__gt=floor, pk__lte=upto)
    return list(lines.order_by("account_id").values_list("account_id", flat=True).distinct())


def _move(account_id: int, mark: BalanceMark | None, upto: int) -> int:
    start = mark.upto_line_id if mark else 0
    fresh = Line.objects.filter(account_id=account_id, pk__gt=start, pk__lte=upto)
    total = fresh.aggregate(total=Sum("amount_minor"))["total"]
    if total is None:
        return 0
    BalanceMark.objects.update_or_create(
        account_id=account_id,
        defaults={
            "upto_line_id": upto,
            "balance_minor": (mark.balance_minor if mark else 0) + total,
            "at": clock.now(),
        },
    )
    return 1
