"""R10: whatever people do, in whatever order, money and stock are where a small model says they are.

14 stories of up to 50 steps; `NIGHTLY=1` tells 5,000 others. The seed is printed; `SEED=…` tells its stories again.
"""

from __future__ import annotations

import os
import random

import pytest
from django.db import connection
from hypothesis import HealthCheck, seed, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.guarantees.model_rush import Rush, RushPlace

NIGHTLY = os.environ.get("NIGHTLY") == "1"
STORIES, STEPS, SHARES = (5000 if NIGHTLY else 14), 50, 4
FIRST = random.randrange(2**32) if NIGHTLY else 20260302
SEED = int(os.environ.get("SEED", FIRST))


@pytest.mark.django_db
@pytest.mark.parametrize("share", range(SHARES))
def test_money_and_stock_follow_the_model(share: int) -> None:
    stories = STORIES // SHARES
    if connection.vendor == "postgresql" and not NIGHTLY:
        stories //= 5
    print(f"SEED={SEED}, share {share}: {stories} stories of {STEPS} steps")
    Rush.place = RushPlace()
    seed(SEED + share)(Rush)
    run_state_machine_as_test(
        Rush,
        settings=settings(
            max_examples=stories,
            stateful_step_count=STEPS,
            deadline=None,
            database=None,
            print_blob=True,
            suppress_health_check=list(HealthCheck),
        ),
    )
