"""Stories told from a seed: steps drawn one after another, and what must hold looked at after every one.

A step is written as its name and the number its arguments are drawn from, so a whole story is a line of text. A story
that ends badly is shortened to the steps it needs and printed; `STORY="…"` tells it again, aloud.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import cache
from random import Random
from typing import Any, ClassVar

from django.db import connection, transaction
from django.db.models import QuerySet

# How often a story does something, against the others: no two stories are about the same.
MOODS = (0, 1, 1, 1, 4)
MOST_TRIES = 120

Draw = Callable[[Any, Random], Any]


def one_of(*values: Any) -> Draw:
    """One of these values."""
    return lambda _story, luck: luck.choice(values)


def number(least: int, most: int) -> Draw:
    """A whole number, both ends among them."""
    return lambda _story, luck: luck.randint(least, most)


yes_or_no = one_of(False, True)


def several(draw: Draw, least: int, most: int) -> Draw:
    """A list of what is drawn."""
    return lambda story, luck: [draw(story, luck) for _ in range(luck.randint(least, most))]


def counts(kinds: int, each: int, least: int, most: int) -> Draw:
    """How many of each of some kinds: {kind: count}."""

    def drawn(_story: Any, luck: Random) -> dict[int, int]:
        which = luck.sample(range(kinds), luck.randint(least, most))
        return {kind: luck.randint(1, each) for kind in sorted(which)}

    return drawn


@dataclass(frozen=True)
class among:
    """One of what the story holds now; where that is nothing, the step is not possible."""

    rows: Callable[[Any], Sequence[Any]]

    def __call__(self, story: Any, luck: Random) -> Any:
        return luck.choice(self.rows(story))


@dataclass(frozen=True)
class Step:
    """Something that may happen."""

    name: str
    does: Callable[..., None]
    when: Callable[[Any], Any]
    often: int
    draws: dict[str, Draw]

    def possible(self, story: Story) -> bool:
        """Whether it may happen now."""
        chosen = (draw for draw in self.draws.values() if isinstance(draw, among))
        return bool(self.when(story)) and all(draw.rows(story) for draw in chosen)


def step(
    when: Callable[[Any], Any] = lambda _story: True, often: int = 1, **draws: Draw
) -> Callable[[Any], Any]:
    """Declare what may happen, and its arguments. `often`: as many times as others, where it is seldom possible."""

    def declare(does: Any) -> Any:
        does.step = Step(does.__name__, does, when, often, draws)
        return does

    return declare


def always(check: Any) -> Any:
    """Declare what must hold after every step."""
    check.always = True
    return check


class Asked:
    """A question put into SQL once: it stands after every step of every story."""

    def __init__(self, rows: QuerySet[Any]):
        self.sql, self.params = rows.query.sql_with_params()

    def __call__(self) -> list[tuple[Any, ...]]:
        """The rows as the database has them."""
        with connection.cursor() as cursor:
            cursor.execute(self.sql, self.params)
            return list(cursor.fetchall())


class Story(ABC):
    """One story. It begins in a place that every story finds as it was, and is undone."""

    acted: ClassVar[Counter[str]] = Counter()
    """How often each step did something: it came to its end, and not each time with a no."""

    def __init__(self, *, aloud: bool = False) -> None:
        self.aloud = aloud
        self.said: list[bool] = []
        """What the market said to each try of the step that is under way."""

    @abstractmethod
    def opens(self) -> None:
        """What a story begins with."""

    @abstractmethod
    def ends(self) -> None:
        """The whole audit."""

    def around(self) -> AbstractContextManager[Any]:
        """What is in force while it is told."""
        return transaction.atomic()

    def does(self, name: str, drawn_from: int) -> bool:
        """Take one step and look at everything; False where it is not possible here."""
        one = steps_of(type(self))[name]
        if not one.possible(self):
            return False
        luck = Random(drawn_from)
        self.said, given = [], {key: draw(self, luck) for key, draw in one.draws.items()}
        if self.aloud:
            print(name, *(f"{key}={_short(value)}" for key, value in given.items()), flush=True)
        one.does(self, **given)
        self.acted[name] += any(self.said) or not self.said
        self.holds()
        return True

    def holds(self) -> None:
        """Look at everything that must hold."""
        for check in checks_of(type(self)):
            check(self)


def _short(value: Any) -> str:
    plain = isinstance(value, (str, int, list, dict))
    return str(value) if plain else str(getattr(value, "public_id", value))


@cache
def steps_of(kind: type[Story]) -> dict[str, Step]:
    """All that may happen, by name."""
    found = (getattr(kind, name) for name in sorted(dir(kind)))
    return {one.step.name: one.step for one in found if hasattr(one, "step")}


@cache
def checks_of(kind: type[Story]) -> list[Callable[[Any], None]]:
    """All that must hold."""
    found = (getattr(kind, name) for name in sorted(dir(kind)))
    return [one for one in found if hasattr(one, "always")]


Script = list[tuple[str, int]]


def tell(kind: type[Story], seed: str, length: int) -> None:
    """Tell the story of a seed. Where it ends badly, its script is noted on what was raised."""
    luck, told = Random(seed), list[tuple[str, int]]()
    moods = {name: one.often * luck.choice(MOODS) for name, one in steps_of(kind).items()}

    def drawn(story: Story) -> Iterator[tuple[str, int]]:
        for _step in range(length):
            possible = [one.name for one in steps_of(kind).values() if one.possible(story)]
            # Where the story is in the mood for nothing that can be done, it does any of it.
            weights = [moods[name] for name in possible]
            (name,) = luck.choices(possible, weights if any(weights) else None)
            told.append((name, luck.getrandbits(24)))
            yield told[-1]

    try:
        _told(kind(), drawn)
    except Exception as bad:
        short = shortened(kind, told, bad)
        line = " ".join(f"{name}-{drawn_from:x}" for name, drawn_from in short)
        bad.add_note(
            f"{kind.__name__} of seed {seed} ends badly after {len(told)} steps; {len(short)} are enough."
        )
        bad.add_note(
            f'Tell it again: STORY="{kind.__name__} {line}" bin/test tests/guarantees/{FILE} -k told_again -s'
        )
        raise


FILE = "test_model_of_money_and_stock.py"


def read(line: str) -> Script:
    """The script of a line: `order-8bcb92 pay-1f`."""
    words = (word.rpartition("-") for word in line.split())
    return [(name, int(drawn_from, 16)) for name, _dash, drawn_from in words]


def tell_again(kind: type[Story], script: Script, *, aloud: bool = False) -> None:
    """Tell a story by its script; a step that is not possible any more is left out."""
    _told(kind(aloud=aloud), lambda _story: iter(script))


def _told(story: Story, script: Callable[[Story], Iterator[tuple[str, int]]]) -> None:
    with story.around():
        try:
            story.opens()
            story.holds()
            for name, drawn_from in script(story):
                story.does(name, drawn_from)
            story.ends()
        finally:
            transaction.set_rollback(True)


def shortened(kind: type[Story], script: Script, bad: Exception) -> Script:
    """The same without what it does not need to end the same way: ever smaller pieces are left out."""
    tries, piece, wanted = 0, max(len(script) // 2, 1), _where(bad)
    while tries < MOST_TRIES:
        at, before = 0, len(script)
        while at < len(script) and tries < MOST_TRIES:
            fewer, tries = script[:at] + script[at + piece :], tries + 1
            if _ends(kind, fewer) == wanted:
                script = fewer
            else:
                at += piece
        if piece == 1 and len(script) == before:
            break
        piece = max(piece // 2, 1)
    return script


def _ends(kind: type[Story], script: Script) -> tuple[str, str, int] | None:
    try:
        tell_again(kind, script)
    except Exception as bad:
        return _where(bad)
    return None


def _where(bad: Exception) -> tuple[str, str, int]:
    """What was raised, and the last line of a test's own that it passed."""
    mine, trace = ("", 0), bad.__traceback__
    while trace is not None:
        code = trace.tb_frame.f_code
        if "guarantees" in code.co_filename:
            mine = (code.co_filename, trace.tb_lineno)
        trace = trace.tb_next
    return (type(bad).__name__, *mine)
