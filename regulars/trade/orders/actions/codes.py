"""Typing a code: wrong ones are counted, so that nobody finds one by trying; every wrong one gets the same answer."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from regulars.ground.kit import clock, throttle
from regulars.ground.kit.actors import Actor
from regulars.ground.kit.refusals import Refusal
from regulars.trade.offers.models import Code
from regulars.trade.offers.queries.applying import normal
from regulars.trade.orders.models import Order

WRONG = throttle.Limit(10, 300)
WRONG_FROM = throttle.Limit(30, 300)


class CodeUnknown(Refusal):
    """No offer that runs has this code. Whether one had it, or will, is nobody's business who guesses."""

    code = "code-unknown"
    sentence = _("This code does not work. Check the spelling; it may also be over, or not have begun.")


def right_code(by: Actor, code: str, visitor: str = "", address: str = "") -> str:
    """The code as it is stored, when an offer that runs now can still be used with it.

    Counted in the cache that all processes share: 10 wrong ones in 5 minutes for each person (or visitor), 30 from
    each network `address`. Whoever has paid an order before is not held up by strangers at the same address.
    Raises CodeUnknown, TooManyTries.
    """
    word = normal(code)
    names = _count(by, visitor, address)
    if not _works(word):
        raise CodeUnknown(param="code")
    for name, limit in names:
        throttle.give_back(name, limit)
    return word


def count_wrong(by: Actor, codes: Iterable[str], visitor: str = "") -> None:
    """Count those of the codes that came with an order itself and that no offer has. Raises TooManyTries."""
    words = {normal(code) for code in codes}
    known = set(Code.objects.filter(code__in=words).values_list("code", flat=True)) if words else set()
    for _word in sorted(words - known):
        _count(by, visitor, "")


def _count(by: Actor, visitor: str, address: str) -> list[tuple[str, throttle.Limit]]:
    counted = [(f"code:{by.person_id or visitor or address}", WRONG)]
    throttle.take(*counted[0])
    if not address:
        return counted
    house = (f"code:from:{address}", WRONG_FROM)
    try:
        throttle.take(*house)
    except throttle.TooManyTries:
        if not _has_paid(by):
            raise
    return [*counted, house]


def _has_paid(by: Actor) -> bool:
    """Whether it is somebody who has bought before."""
    if by.person_id is None:
        return False
    mine = Order.objects.across_stores("the shopper's own orders").filter(person_id=by.person_id)
    return mine.filter(paid_at__isnull=False).exists()


def _works(word: str) -> bool:
    now = clock.now()
    rows = Code.objects.filter(
        code=word, used__lt=F("cap"), offer__published_at__lte=now, offer__stopped_at=None,
        offer__starts_at__lte=now, offer__ends_at__gt=now,
    )  # fmt: skip
    return bool(word) and rows.exists()
