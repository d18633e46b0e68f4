"""Killed at every write and run again."""

from __future__ import annotations

from typing import Any

import pytest

from tests.trade.failpoints import run_apart


@pytest.mark.kill
@pytest.mark.parametrize(("flow", "at_least"), [("callback", 6), ("refund", 10)])
def test_dying_at_every_write(transactional_db: Any, flow: str, at_least: int) -> None:
    assert int(run_apart("tests.trade.payments.crashing", flow)) >= at_least
