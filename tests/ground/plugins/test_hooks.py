"""Hooks: every answer is asked for, none can break the asker, all are documented."""

from __future__ import annotations

import re

import pytest

from regulars.ground.plugins.hooks import Hook, hooks
from tests.house import ROOT


def test_answers_are_collected_and_a_failing_one_is_left_out() -> None:
    hook: Hook[[int], int] = Hook("tests.double", "Twice?")
    try:

        @hook.answer
        def twice(number: int) -> int:
            return number * 2

        @hook.answer
        def broken(number: int) -> int:
            raise RuntimeError("plug-in")

        assert hook.ask(4) == [8]
    finally:
        hooks.pop("tests.double")


def test_a_name_belongs_to_one_hook() -> None:
    with pytest.raises(ValueError, match="two hooks"):
        Hook("ground.doctor", "Again?")


def test_every_hook_is_documented() -> None:
    documented = set(
        re.findall(r"^\| `([\w.]+)` \|", (ROOT / "docs" / "plugins.md").read_text(), re.MULTILINE)
    )
    assert documented == set(hooks)
