"""R16: killed before and after every write and done again, it is as if nothing had happened."""

from __future__ import annotations

import pytest

from tests.town import Town
from tests.trade.failpoints import run_apart

LEAST = {
    "coupon": 8,
    "envelope": 8,
    "grant": 4,
    "campaign": 8,
    "import": 20,
    "history": 16,
    "relay": 6,
    "flush": 6,
}
TRADE = {"presale": 20, "forecast": 6, "look": 6}

EVERY_COMMIT = ("coupon", "import", "relay")


@pytest.mark.kill
@pytest.mark.parametrize(
    "flow",
    [one if one in EVERY_COMMIT else pytest.param(one, marks=pytest.mark.nightly) for one in LEAST],
)
def test_every_write_survives_a_crash(real_town: Town, flow: str) -> None:
    assert int(run_apart("tests.guarantees.crashing", flow).split()[-1]) >= LEAST[flow]


@pytest.mark.kill
@pytest.mark.nightly
@pytest.mark.parametrize("flow", TRADE)
def test_every_write_of_what_stores_plan_survives_a_crash(real_town: Town, flow: str) -> None:
    assert int(run_apart("tests.guarantees.crashing_trade", flow).split()[-1]) >= TRADE[flow]
