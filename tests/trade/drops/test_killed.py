"""Lanes are killed in the middle of a rush: whoever was told "you have it" has it, and exactly what there is goes out."""

from __future__ import annotations

import json
import random
import subprocess
import sys
from collections import Counter
from typing import Any

from django.db import connection

from regulars.ground.lake.place import secrets
from regulars.trade.drops.models import Seat
from regulars.trade.drops.rules.passes import keys_of
from tests.town import Town
from tests.trade.drops.dropping import crowd
from tests.trade.drops.test_lane import open_drop, passes

UNITS, PEOPLE, LANES, KILLS = 30, 240, 2, 3


def begun(row: Any, wishes: list[tuple[int, str]]) -> Any:
    """A process that asks for these people."""
    names = ("ENGINE", "NAME", "USER", "PASSWORD", "HOST", "PORT", "OPTIONS")
    given = {
        "drop": row.public_id, "keys": [key.hex() for key in keys_of(secrets())],
        "database": {name: connection.settings_dict.get(name, "") for name in names},
    }  # fmt: skip
    command = [sys.executable, "-m", "tests.trade.drops.deciding_process", json.dumps(given, default=str)]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert process.stdin is not None
    process.stdin.write(json.dumps(wishes) + "\n")
    process.stdin.flush()
    return process


def heard(process: Any, most: int) -> list[tuple[int, str, str]]:
    """The next answers, at most so many; fewer when it has said all."""
    lines = []
    while len(lines) < most and (line := process.stdout.readline()):
        lines.append(line)
    return [tuple(json.loads(line)) for line in lines]


def test_killed_lanes_lose_no_piece_and_give_none_twice(real_town: Town) -> None:
    row = open_drop(real_town, units=UNITS, queue_most=20)
    people = crowd(PEOPLE)
    wishes = [(number, shown.decode()) for number, shown in enumerate(passes(row, people))]
    dice, told = random.Random(3), list[tuple[int, str, str]]()
    for _number in range(KILLS):
        lanes = [begun(row, dice.sample(wishes, PEOPLE // 4)) for _ in range(LANES)]
        for one in lanes:
            told += heard(one, dice.randint(1, 12))
            one.kill()
            told += heard(one, PEOPLE)  # what was said before it died counts
            one.wait()
    last = [begun(row, wishes[number::LANES]) for number in range(LANES)]
    for one in last:
        told += heard(one, PEOPLE)
        assert one.wait() == 0
    row.refresh_from_db()
    won = dict(Seat.objects.of(real_town.clay).filter(state="won").values_list("public_id", "person_id"))
    assert row.taken == len(won) == UNITS
    for number, code, ref in told:
        assert code in {"won", "waiting", "sold-out"}
        assert (code == "won") == (people[number].pk in won.values())
        if code == "won":
            assert won[ref] == people[number].pk
    assert len({number for number, _code, _ref in told}) == PEOPLE
    states = Counter(Seat.objects.of(real_town.clay).values_list("state", flat=True))
    assert row.waiting == states["placed"] >= 20
