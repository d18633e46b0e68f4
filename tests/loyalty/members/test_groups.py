"""Groups may ask about membership: who is in, at which tier, with how many points, since when."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from regulars.ground.kit import clock
from regulars.loyalty.members import actions as members
from regulars.loyalty.segments import actions as segments
from regulars.loyalty.segments.models import SegmentMember
from regulars.trade.orders import actions as orders
from tests.loyalty.members.club import opened
from tests.town import Town, shopper
from tests.trade.orders.shopping import bought, completed


@pytest.fixture
def lived(town: Town) -> Town:
    """Alice climbed to the second tier, Bob only joined, Ravi follows nothing."""
    opened(town)
    for person in (town.alice, town.bob):
        orders.join_programme(by=shopper(person), store=town.clay)
    for _again in range(2):
        by = shopper(town.alice)
        completed(by, town.mei_at_work(), town.clay, bought(by, {town.variant(town.teapot).public_id: 1}))
    return town


def who(town: Town, *asked: tuple[str, str, Any]) -> set[str]:
    """The names of those of whom everything asked is true."""
    definition = {
        "kind": "all",
        "of": [{"kind": "is", "attribute": name, "op": op, "value": value} for name, op, value in asked],
    }
    row = segments.save_segment(
        by=town.mei_at_work(), store=town.clay, name=str(asked), definition=definition
    )
    found = SegmentMember.objects.of(town.clay).filter(segment=row)
    return set(found.values_list("person__name", flat=True))


def test_groups_ask_about_members(lived: Town) -> None:
    with clock.shift(timedelta(days=3)):
        assert who(lived, ("member", "eq", True)) == {"Alice", "Bob"}
        assert who(lived, ("tier", "eq", 2)) == {"Alice"}
        assert who(lived, ("tier", "le", 1)) == {"Bob"}
        assert who(lived, ("points", "ge", 580)) == {"Alice"}
        assert who(lived, ("points", "ge", 581)) == set()
        assert who(lived, ("member_days", "ge", 3), ("member", "eq", True)) == {"Alice", "Bob"}
        assert who(lived, ("member_days", "ge", 4)) == set()


def test_who_left_is_no_member_in_groups_either(lived: Town) -> None:
    members.leave(by=shopper(lived.bob), store=lived.clay)
    with clock.shift(timedelta(minutes=1)):
        assert who(lived, ("member", "eq", True)) == {"Alice"}
