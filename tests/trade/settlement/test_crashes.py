"""Killed at every write and run again: nothing lost, nothing twice."""

from __future__ import annotations

from typing import Any

import pytest

from tests.trade.failpoints import run_apart


@pytest.mark.kill
@pytest.mark.parametrize(("flow", "at_least"), [("sale", 20), ("payout", 10), ("bulk", 8)])
@pytest.mark.nightly
def test_dying_at_every_write(transactional_db: Any, flow: str, at_least: int) -> None:
    assert int(run_apart("tests.trade.settlement.crashing", flow)) >= at_least
