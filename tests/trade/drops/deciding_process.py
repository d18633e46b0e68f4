"""A lane in a process of its own, to be killed: reads asks, one JSON line each, writes what it told, one line each.

`python -m tests.trade.drops.deciding_process <settings as JSON>`, wishes on standard input.
"""

from __future__ import annotations

import asyncio
import json
import sys

from regulars.trade.drops.lane.crew import Crew
from regulars.trade.drops.lane.hands import hands_for
from regulars.trade.drops.rules.answers import Answer


async def main() -> None:
    """Ask for everybody, a few at a time, and say each answer at once."""
    given = json.loads(sys.argv[1])
    crew = Crew(hands_for(given["database"]), [bytes.fromhex(key) for key in given["keys"]])
    left = asyncio.Semaphore(16)

    def told(number: int, answer: Answer) -> None:
        print(json.dumps([number, answer.code, answer.ref]), flush=True)
        left.release()

    for number, shown in json.loads(sys.stdin.readline()):
        await left.acquire()
        crew.ask(given["drop"], shown.encode(), 1, lambda answer, _now, number=number: told(number, answer))
    for _ in range(16):
        await left.acquire()


if __name__ == "__main__":
    asyncio.run(main())
