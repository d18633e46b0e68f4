"""What is everybody's is asked once, never shown after it changed, and never in another language."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.utils import translation

from regulars.faces.look import alike as module
from regulars.faces.look.alike import alike
from regulars.ground.kit import clock


@pytest.fixture(autouse=True)
def states(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """The states the database is in, the last one now; tests run in a transaction, where the real ones are hidden."""
    known = ["first"]
    monkeypatch.setattr(module, "version", lambda: known[-1])
    monkeypatch.setattr(module, "_asked", {})
    with clock.at(clock.now()):
        yield known


def test_it_is_asked_once_until_the_database_changes_and_for_a_second(states: list[str]) -> None:
    answers = iter(range(100))

    def ask() -> int:
        return next(answers)

    assert [alike("page", ask), alike("page", ask), alike("other", ask)] == [0, 0, 1]
    states.append("second")
    assert [alike("page", ask), alike("page", ask)] == [2, 2]
    with translation.override("zh-hans"):
        assert [alike("page", ask), alike("page", ask)] == [3, 3]
    with clock.at(clock.now() + timedelta(seconds=1.5)):
        assert [alike("page", ask), alike("page", ask)] == [4, 4]
    with clock.at(clock.now() - timedelta(days=1)):
        assert alike("page", ask) == 5
    states.append("")
    assert [alike("page", ask), alike("page", ask)] == [6, 7]
