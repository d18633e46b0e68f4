"""Questions about a store's members, starting from the store or the person."""

from regulars.loyalty.members.queries.birthdays import birthdays_near, day_after
from regulars.loyalty.members.queries.cards import Card, card_of, memberships_in, places_in, reached
from regulars.loyalty.members.queries.customer import joinings, points_moved
from regulars.loyalty.members.queries.lists import (
    Counts,
    MemberRow,
    Movement,
    counts_of,
    members_of,
    using_points,
)
from regulars.loyalty.members.queries.programmes import Running, programme_of, programmes_in, versions_of
from regulars.loyalty.members.queries.purses import Purse, lots_to_end, purses
from regulars.loyalty.members.queries.standings import standing_of, standings

__all__ = [
    "Card",
    "Counts",
    "MemberRow",
    "Movement",
    "Purse",
    "Running",
    "birthdays_near",
    "card_of",
    "counts_of",
    "day_after",
    "joinings",
    "lots_to_end",
    "members_of",
    "memberships_in",
    "places_in",
    "points_moved",
    "programme_of",
    "programmes_in",
    "purses",
    "reached",
    "standing_of",
    "standings",
    "using_points",
    "versions_of",
]
