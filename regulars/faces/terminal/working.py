"""The worker's round: facts to listeners, facts to the lake, clocked tasks, queued tasks."""

from __future__ import annotations

import logging
import signal
import time
from types import FrameType

from regulars.ground.bus.clocked import run_due
from regulars.ground.bus.queued import run_ready
from regulars.ground.bus.relay import relay
from regulars.ground.bus.shore import to_lake
from regulars.ground.engines.condition import let_go, let_go_of_old

log = logging.getLogger("regulars.worker")
IDLE = 0.25


class Stop:
    """Set by the first SIGTERM or SIGINT; the round at hand is finished."""

    def __init__(self) -> None:
        self.asked = False
        signal.signal(signal.SIGTERM, self.ask)
        signal.signal(signal.SIGINT, self.ask)

    def ask(self, number: int, frame: FrameType | None) -> None:
        """Ask once; ask twice and it stops at once."""
        if self.asked:
            raise KeyboardInterrupt
        self.asked = True


def work(once: bool = False) -> None:
    """Work until asked to stop, or until nothing is due when `once`."""
    stop = Stop()
    while not stop.asked:
        busy = one_round()
        if once and not busy:
            break
        if not busy:
            time.sleep(IDLE)


def one_round() -> int:
    """One round; returns how much was done. A failing part never stops the others."""
    done = 0
    for part in (relay, to_lake, run_due, run_ready):
        try:
            done += part()
        except Exception:
            log.exception("the worker's %s failed", part.__name__)
            let_go()
    let_go_of_old()
    return done
