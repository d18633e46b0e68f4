"""The market's rates, each from a date. Orders keep the rate they were placed under."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from regulars.ground.bus.outbox import announce
from regulars.ground.kit import clock
from regulars.ground.kit.actions import action, note
from regulars.ground.kit.actors import Actor
from regulars.ground.kit.refusals import BadInput, NotFound, Refusal
from regulars.trade.settlement.actions.turns import take_turn
from regulars.trade.settlement.events import CommissionChanged
from regulars.trade.settlement.models import CommissionRule

HIGHEST_BP = 5000


class RateOutOfRange(BadInput):
    """No sane share."""

    code = "rate-out-of-range"
    sentence = _("Give a commission between 0 % and 50 %.")


class TooLate(Refusal):
    """The past is agreed already."""

    code = "commission-in-the-past"
    sentence = _("A commission can only start now or later: what was sold under the old rate keeps it.")


@action("settlement.set_commission")
def set_commission(
    *,
    by: Actor,
    rate_bp: int,
    store_id: int | None = None,
    category_id: int | None = None,
    since: datetime | None = None,
) -> CommissionRule:
    """A rate in basis points from `since` (now) on, for a store, a category, both or the whole market.

    It ends when the next rule of the same scope begins. Needs market.money. Raises RateOutOfRange, TooLate.
    """
    by.require("market.money")
    if not 0 <= rate_bp <= HIGHEST_BP:
        raise RateOutOfRange(param="rate_bp")
    now = clock.now()
    start = since or now
    if start < now and by.kind != "system":
        raise TooLate(param="since")
    rule = _begin(rate_bp, store_id, category_id, start, by.person_id)
    announce(
        CommissionChanged(
            rule=rule.public_id,
            rate_bp=rate_bp,
            category_id=category_id,
            since=start.isoformat(),
            store_id=store_id,
            ref=rule.public_id,
        )
    )
    return rule


def _begin(
    rate_bp: int, store_id: int | None, category_id: int | None, start: datetime, by_id: int | None
) -> CommissionRule:
    take_turn(f"commission:{store_id}:{category_id}")
    named: dict[str, Any] = {"store_id": store_id, "category_id": category_id}
    scope = CommissionRule.objects.filter(**named)
    later = scope.filter(since__gt=start).order_by("since").values_list("since", flat=True).first()
    scope.filter(Q(until=None) | Q(until__gt=start), since__lte=start).update(until=start)
    return CommissionRule.objects.create(**named, rate_bp=rate_bp, since=start, until=later, by_id=by_id)


@action("settlement.end_commission")
def end_commission(*, by: Actor, rule_id: str) -> None:
    """End a rate now; the next wider one applies again. Needs market.money. Raises NotFound."""
    by.require("market.money")
    now = clock.now()
    rule = CommissionRule.objects.filter(Q(until=None) | Q(until__gt=now), public_id=rule_id).first()
    if rule is None:
        raise NotFound()
    CommissionRule.objects.filter(pk=rule.pk).update(until=max(now, rule.since))
    note(rate_bp=rule.rate_bp)
