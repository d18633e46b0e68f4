"""Stories are drawn whole, found wrong where they are, shortened to what they need, and told again alike."""

from __future__ import annotations

import re
from typing import ClassVar

import pytest

from tests.guarantees.telling import Story, always, among, number, read, step, steps_of, tell, tell_again

pytestmark = pytest.mark.django_db


class Jar(Story):
    """Sweets go into a jar and out of it; nobody may take from what is gone."""

    most: ClassVar[int] = 10_000
    steps: ClassVar[list[int]] = []

    def opens(self) -> None:
        """Empty."""
        self.sweets: list[int] = []
        self.steps.append(0)

    def ends(self) -> None:
        """Nothing is owed."""

    @step(many=number(1, 3))
    def fill(self, many: int) -> None:
        """Some go in."""
        self.sweets += [many]
        self.steps[-1] += 1

    @step(one=among(lambda self: self.sweets))
    def take(self, one: int) -> None:
        """A handful goes out."""
        self.sweets.remove(one)
        self.steps[-1] += 1

    @step()
    def look(self) -> None:
        """Nothing happens."""
        self.steps[-1] += 1

    @always
    def it_is_not_too_full(self) -> None:
        """What must hold."""
        assert sum(self.sweets) <= self.most


def test_a_story_has_all_its_steps_and_the_same_seed_tells_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Jar, "steps", [])
    Jar.acted.clear()
    for seed in range(20):
        tell(Jar, f"{seed}", 50)
    assert Jar.steps == [50] * 20
    assert set(steps_of(Jar)) == {"fill", "take", "look"} == set(Jar.acted)
    first = dict(Jar.acted)
    for seed in range(20):
        tell(Jar, f"{seed}", 50)
    assert {name: count - first[name] for name, count in Jar.acted.items()} == first


def test_what_ends_badly_is_shortened_to_what_it_needs_and_told_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(Jar, "most", 4)
    with pytest.raises(AssertionError) as found:
        tell(Jar, "1", 50)
    *_more, enough, again = found.value.__notes__
    line = re.search(r'STORY="Jar ([^"]*)"', again)
    assert line is not None
    script = read(line[1])
    assert re.search(rf"{len(script)} are enough", enough)
    # Two handfuls are enough for five sweets, three need not be: each of them counts.
    assert {name for name, _drawn_from in script} == {"fill"}
    assert len(script) in (2, 3)
    with pytest.raises(AssertionError):
        tell_again(Jar, script)
    for left_out in range(len(script)):
        tell_again(Jar, script[:left_out] + script[left_out + 1 :])
    monkeypatch.setattr(Jar, "most", 10)
    tell_again(Jar, script)
