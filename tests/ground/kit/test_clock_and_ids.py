"""One clock, and ids that cannot be guessed."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from regulars.ground.kit import clock
from regulars.ground.kit.ids import ALPHABET, new_code, new_id, new_neighbours


def test_the_clock_stands_still_where_told_and_goes_on_afterwards() -> None:
    leap = datetime(2028, 2, 29, 23, 59, tzinfo=UTC)
    with clock.at(leap):
        assert clock.now() == leap
        with clock.shift(timedelta(minutes=2)):
            assert clock.now().month == 3
        assert clock.now() == leap
    assert clock.now() != leap


def test_a_moment_is_counted_in_microseconds_too() -> None:
    with clock.at(datetime(2028, 2, 29, 23, 59, 0, 7, tzinfo=UTC)):
        assert clock.micros() == 1_835_481_540_000_007
    before = clock.now()
    assert clock.micros() >= int(before.timestamp() * 1_000_000) - 1


def test_ids_made_together_lie_together_and_are_all_different() -> None:
    made = new_neighbours("tkt", 300)
    assert len(set(made)) == 300
    assert len({one[:9] for one in made}) == 1
    assert {one[:4] for one in made} == {"tkt_"}
    assert all(len(one) == 24 and set(one[4:]) <= set(ALPHABET) for one in made)
    assert new_neighbours("tkt", 1)[0][:9] != made[0][:9]


def test_the_clock_refuses_a_moment_without_a_zone() -> None:
    with pytest.raises(ValueError, match="aware"), clock.at(datetime(2026, 1, 1)):
        pass


def test_the_end_of_a_day_belongs_to_it() -> None:
    zone = ZoneInfo("Europe/London")
    june, july = clock.midnight(date(2010, 6, 30), zone), clock.midnight(date(2010, 7, 1), zone)
    assert june == datetime(2010, 6, 29, 23, tzinfo=UTC)
    assert clock.last_day(july, zone) == clock.last_day(june + timedelta(hours=1), zone) == date(2010, 6, 30)
    assert clock.last_day(july + timedelta(seconds=1), zone) == date(2010, 7, 1)


def test_ids_are_long_random_and_typed() -> None:
    ids = {new_id("ord") for _ in range(5000)}
    assert len(ids) == 5000
    assert all(one.startswith("ord_") and len(one) == 24 for one in ids)
    assert {char for one in ids for char in one[4:]} == set(ALPHABET)


def test_codes_carry_sixty_bits_and_can_be_typed() -> None:
    code = new_code()
    assert len(code.replace("-", "")) * 5 >= 50
    assert not set(code) & set("ILOU")
