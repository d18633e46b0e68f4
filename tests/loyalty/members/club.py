"""Mei's programme in the small town, and what most tests of members begin with."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from regulars.loyalty.members import actions, queries
from regulars.loyalty.members.models import Lot, Movement
from regulars.loyalty.members.queries import Card
from regulars.loyalty.members.rules import Rules, Tier
from regulars.trade.settlement.queries import balance
from regulars.trade.settlement.rules import AccountKey
from tests.town import Town

CLUB = Rules(
    name="Purple Clay Club",
    currency="CNY",
    tiers=(
        Tier("Guest"),
        Tier("Friend", amount_minor=50_000, orders=2),
        Tier("Family", amount_minor=200_000),
    ),
    points=1,
    per_minor=100,
    point_minor=1,
    expiry_days=365,
    most_share_bp=5_000,
)


def opened(town: Town, **changes: Any) -> Rules:
    """Mei publishes her programme."""
    rules = replace(CLUB, **changes)
    actions.publish_programme(by=town.mei_at_work(), store=town.clay, rules=rules)
    return rules


def card(town: Town, person: Any) -> Card:
    """The person's card at Mei's."""
    found = queries.card_of(town.clay, person.pk)
    assert found is not None
    return found


def tier(town: Town, person: Any) -> str:
    """The person's tier at Mei's."""
    place = card(town, person).place
    assert place is not None
    return place.tier.name


def liability(town: Town) -> int:
    """What Mei's store owes its members, as the books say."""
    return -balance(AccountKey("points", "CNY", town.clay.pk))


def points_add_up(town: Town) -> None:
    """Lots, movements and the books say the same, and nothing is below zero."""
    lots = sum(Lot.objects.of(town.clay).values_list("left", flat=True))
    moved = sum(Movement.objects.of(town.clay).values_list("points", flat=True))
    worth = sum(row.points * row.point_minor for row in Movement.objects.of(town.clay))
    assert lots == moved
    assert liability(town) == worth
    assert balance(AccountKey("points_given", "CNY", town.clay.pk)) == worth
