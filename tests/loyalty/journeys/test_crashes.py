"""Killed before and after every write, and taken up again: nobody is written to twice, nobody is forgotten."""

from __future__ import annotations

import pytest

from tests.town import Town
from tests.trade.failpoints import run_apart


@pytest.mark.kill
@pytest.mark.nightly
def test_a_journey_survives_a_crash_at_every_write(real_town: Town) -> None:
    assert int(run_apart("tests.loyalty.journeys.crashing", "day").split()[-1]) >= 30
