"""One town and one telling of its ninety days for all tests of this folder."""

from datetime import date
from typing import get_args

import pytest

from regulars.faces.terminal.demo.events import Event
from regulars.faces.terminal.demo.habits import history
from regulars.faces.terminal.demo.shelves import stable
from regulars.faces.terminal.demo.world import Town, make_town

TODAY = date(2026, 3, 18)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whoever listens to the telling does so in one process: it is told once."""
    for item in items:
        if "told" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.xdist_group("demo"))


@pytest.fixture(scope="session")
def demo_town() -> Town:
    """A town with some of everything, or what is said of each of them would be empty words."""
    town = make_town(7, today=TODAY)
    goods, offers = town.goods, town.offers
    for some in (town.stores, town.people, goods.categories, goods.products, goods.variants, offers.coupons,
                 offers.sales, offers.envelopes):  # fmt: skip
        assert some
    return town


def in_half(coupon: str, person: str) -> bool:
    """Half of the people do not go without a coupon that is tried out."""
    return stable(f"{coupon}:{person}") % 2 == 0


@pytest.fixture(scope="session")
def told(demo_town: Town) -> list[Event]:
    """Ninety days in which every kind of event happens."""
    events = list(history(demo_town, has=in_half))
    assert {type(event) for event in events} == set(get_args(Event))
    return events
