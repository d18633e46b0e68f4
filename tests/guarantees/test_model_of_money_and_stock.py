"""R10: whatever people do, in whatever order, money and stock are where a small model says they are.

20 stories of up to 50 steps, and 2 of what is made, drawn and tried; `NIGHTLY=1` tells 5,000 and 400 others. The seed is
printed; `SEED=…` tells its stories again.
"""

from __future__ import annotations

import os
import random

import pytest
from django.db import connection
from hypothesis import HealthCheck, seed, settings
from hypothesis.stateful import RuleBasedStateMachine, run_state_machine_as_test

from tests.guarantees.model_made import Made, MadePlace
from tests.guarantees.model_rush import Rush, RushPlace

NIGHTLY = os.environ.get("NIGHTLY") == "1"
STORIES, STEPS, SHARES = (5000 if NIGHTLY else 20), 50, 4
MADE = 400 if NIGHTLY else 2
FIRST = random.randrange(2**32) if NIGHTLY else 20260302
SEED = int(os.environ.get("SEED", FIRST))


@pytest.mark.django_db
@pytest.mark.parametrize("share", range(SHARES))
def test_money_and_stock_follow_the_model(share: int) -> None:
    Rush.place = RushPlace()
    told(Rush, share, STORIES // SHARES)


@pytest.mark.django_db
def test_what_is_made_drawn_and_tried_follows_the_model() -> None:
    Made.place = MadePlace()
    told(Made, SHARES, MADE)


def told(machine: type[RuleBasedStateMachine], share: int, stories: int) -> None:
    """Tell the stories of one share."""
    if connection.vendor == "postgresql" and not NIGHTLY:
        stories = max(stories // 5, 1)
    print(f"SEED={SEED}, share {share}: {stories} stories of {STEPS} steps")
    seed(SEED + share)(machine)
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=stories,
            stateful_step_count=STEPS,
            deadline=None,
            database=None,
            print_blob=True,
            suppress_health_check=list(HealthCheck),
        ),
    )
