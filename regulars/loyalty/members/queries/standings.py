"""What members completed within the window of their programme."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db.models import Count, Q, Sum
from django.db.models.functions import Coalesce

from regulars.loyalty.members.models import Member, Trade
from regulars.loyalty.members.rules import Rules, Standing


def standing_of(member: Member, rules: Rules, now: datetime) -> Standing:
    """What one member completed. One query."""
    return standings([member], rules, now).get(member.pk, Standing())


def standings(members: Sequence[Member], rules: Rules, now: datetime) -> dict[int, Standing]:
    """What members of one store completed, by their key; who completed nothing is missing. One query."""
    since = now - timedelta(days=rules.window_days)
    counted = Trade.objects.of(members[0].store_id if members else None).filter(
        member__in=[member.pk for member in members], at__gt=since, at__lte=now, currency=rules.currency
    )
    sums = (
        counted.order_by()
        .values_list("member_id")
        .annotate(amount=Coalesce(Sum("amount_minor"), 0), orders=Count("pk", filter=Q(gone_at=None)))
    )
    return {member: Standing(amount, orders) for member, amount, orders in sums}
