"""One address cannot fill the lake."""

from __future__ import annotations

from regulars.ground.lake.pace import MOST_ADDRESSES, Pace


class Hands:
    """A clock with hands."""

    def __init__(self) -> None:
        self.at = 0.0

    def __call__(self) -> float:
        return self.at


def test_an_address_has_its_share_of_every_minute() -> None:
    hands = Hands()
    pace = Pace(10, hands)
    assert [pace.allows("a", 5), pace.allows("a", 5), pace.allows("a", 1)] == [True, True, False]
    assert pace.allows("b", 10)
    hands.at = 60.0
    assert pace.allows("a", 10)


def test_nothing_asked_nothing_counted() -> None:
    pace = Pace(0)
    assert all(pace.allows("a", 1_000_000) for _ in range(3))


def test_many_addresses_take_no_memory() -> None:
    pace = Pace(1, Hands())
    for number in range(MOST_ADDRESSES * 2):
        assert pace.allows(str(number), 1)
    assert len(pace._counts) <= MOST_ADDRESSES
