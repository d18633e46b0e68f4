"""Tries are counted before the work: so many, then none until the time is over."""

from __future__ import annotations

from typing import Any

import pytest
import time_machine

from regulars.ground.kit.throttle import Limit, NotCounted, TooManyTries, forget, give_back, take

FEW = Limit(3, 300)
DAILY = Limit(5, 86_400)


def test_so_many_and_no_more_until_the_time_is_over() -> None:
    with time_machine.travel("2026-11-11T00:00:00Z", tick=False) as clock:
        for _ in range(3):
            take("alice", FEW)
        with pytest.raises(TooManyTries) as refused:
            take("alice", FEW)
        assert refused.value.details == {"retry_after": 300}
        take("bob", FEW)
        clock.shift(301)
        take("alice", FEW)


def test_every_limit_counts() -> None:
    with time_machine.travel("2026-11-11T00:00:00Z", tick=False) as clock:
        for _ in range(3):
            take("alice", FEW, DAILY)
        clock.shift(301)
        for _ in range(2):
            take("alice", FEW, DAILY)
        with pytest.raises(TooManyTries) as refused:
            take("alice", FEW, DAILY)
        assert refused.value.details == {"retry_after": 86_400}


def test_a_rightful_try_is_given_back_and_a_name_forgotten() -> None:
    for _ in range(10):
        take("alice", FEW)
        give_back("alice", FEW)
    for _ in range(3):
        take("alice", FEW)
    forget("alice", FEW)
    take("alice", FEW)
    give_back("nobody", FEW)


def test_where_nothing_can_be_counted_nobody_is_let_through(monkeypatch: pytest.MonkeyPatch) -> None:
    def nothing(*args: Any, **kwargs: Any) -> int:
        raise ValueError("the disk is full")

    monkeypatch.setattr("regulars.ground.kit.throttle.cache.incr", nothing, raising=False)
    with pytest.raises(NotCounted):
        take("alice", FEW)
