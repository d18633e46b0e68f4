"""The days are told: what ended long ago is recorded as history, the last hours and the cast really happen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import timedelta

from regulars.faces.terminal.demo import events as ev
from regulars.faces.terminal.demo.chapters import in_chapters
from regulars.faces.terminal.demo.living import Living
from regulars.faces.terminal.demo.opening import CAST, Market
from regulars.faces.terminal.demo.past import Past
from regulars.faces.terminal.demo.trails import Trails
from regulars.faces.terminal.demo.world import Town
from regulars.ground.kit import clock

LIVE = timedelta(hours=14)
CLAIMS = timedelta(days=2)
CHAPTER = 40


class Teller:
    """Sorts the town's events into what is recorded and what is acted out."""

    def __init__(self, town: Town, market: Market):
        self._live_from = clock.now() - LIVE
        self._claims_from = clock.now() - CLAIMS
        self._past = Past(town, market)
        self._living = Living(town, market)
        self._trails = Trails(town, market)
        self._people = market.people
        self._live: set[str] = set()
        self._later: list[ev.Event] = []
        self._counts: Counter[str] = Counter()

    def sort(self, events: Iterable[ev.Event]) -> None:
        """Take all events in their order, and price what was bought long ago. Writes nothing."""
        for event in events:
            self._counts[type(event).__name__] += 1
            if isinstance(event, ev.Visit | ev.AddToBasket):
                self._trails.see(event)
            elif self._is_live(event):
                self._later.append(event)
            else:
                self._past.hear(event)
        self._past.price()

    def write(self) -> None:
        """Write the past, then act out the last hours."""
        self._past.record()
        in_chapters(self._later, CHAPTER, self._living.act)

    def walked(self) -> None:
        """Write where people walked, what they looked for and what they were shown: once goods can be found by words."""
        self._trails.write()

    def counts(self) -> dict[str, int]:
        """How much of what was told."""
        return {
            "orders": self._counts["Order"],
            "visits": self._counts["Visit"],
            "follows": self._counts["Follow"],
            "returns": self._counts["ReturnRequest"],
        }

    def _is_live(self, event: ev.Event) -> bool:
        if isinstance(event, ev.Order):
            live = event.at >= self._live_from or event.person in CAST
            if live:
                self._live.add(event.key)
            return live
        if isinstance(event, ev.Claim):
            return event.person in CAST or event.at >= self._claims_from
        if isinstance(event, ev.Follow | ev.Leave):
            return event.person in CAST or event.at >= self._live_from
        order = getattr(event, "order", None)
        if order is not None:
            if order in self._live and isinstance(event, ev.ReturnRequest):
                self._live.add(event.key)
            return order in self._live
        return getattr(event, "request", None) in self._live
