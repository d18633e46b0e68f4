"""One town and one telling of its ninety days for all tests of this folder."""

from datetime import date

import pytest

from regulars.faces.terminal.demo.events import Event
from regulars.faces.terminal.demo.habits import history
from regulars.faces.terminal.demo.world import Town, make_town

TODAY = date(2026, 3, 18)


@pytest.fixture(scope="session")
def demo_town() -> Town:
    return make_town(7, today=TODAY)


@pytest.fixture(scope="session")
def told(demo_town: Town) -> list[Event]:
    return list(history(demo_town))
