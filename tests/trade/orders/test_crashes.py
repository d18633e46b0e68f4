"""Dying at any write of checkout, callback and refund, then trying again, ends as if nothing had happened."""

from __future__ import annotations

import pytest

from tests.town import Town
from tests.trade.failpoints import run_apart
from tests.trade.orders.shopping import off, offer


@pytest.mark.kill
@pytest.mark.parametrize(("flow", "least"), [("checkout", 20), ("callback", 26), ("refund", 20)])
@pytest.mark.nightly
def test_every_write_survives_a_crash(real_town: Town, flow: str, least: int) -> None:
    ravi = real_town.ravi_at_work()
    offer(ravi, real_town.cashmere, "spend-and-save", off(300), per_person=1)
    assert int(run_apart("tests.trade.orders.crashing", flow).split()[-1]) >= least
