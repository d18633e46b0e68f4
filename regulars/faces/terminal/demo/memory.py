"""What the town remembers while its days are told: who follows what, what lies in baskets and on shelves."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from heapq import heappop, heappush

from .events import Event, Restock
from .world import Town

LOW_SHELF = 3


@dataclass(frozen=True, slots=True, order=True)
class Errand:
    """A reason to come at a given moment. With `buys`, the visit is told and ends in an order."""

    at: datetime
    person: str
    store: str | None = None
    follow: bool = False
    buys: tuple[str, ...] = ()
    returns: str | None = None
    told: bool = False


@dataclass(slots=True)
class Memory:
    """The moving state of one telling."""

    stock: dict[str, int]
    following: defaultdict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    fondness: defaultdict[str, dict[str, float]] = field(default_factory=lambda: defaultdict(dict))
    baskets: defaultdict[str, dict[str, int]] = field(default_factory=lambda: defaultdict(dict))
    purse: defaultdict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    taken: defaultdict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    claims: defaultdict[str, int] = field(default_factory=lambda: defaultdict(int))
    busy_until: dict[str, datetime] = field(default_factory=dict)
    errands: list[Errand] = field(default_factory=list)
    deliveries: list[tuple[datetime, str, int]] = field(default_factory=list)
    awaited: set[str] = field(default_factory=set)
    told: list[tuple[datetime, int, Event]] = field(default_factory=list)
    count: int = 0

    def tell(self, event: Event) -> None:
        """Keep an event until its time has come."""
        self.count += 1
        heappush(self.told, (event.at, self.count, event))

    def number(self) -> int:
        """The next running number."""
        self.count += 1
        return self.count

    def plan(self, errand: Errand) -> None:
        """Remember that somebody means to come."""
        heappush(self.errands, errand)

    def due(self, before: datetime) -> list[Errand]:
        """Errands before a moment; each is handed out once."""
        found = []
        while self.errands and self.errands[0].at < before:
            found.append(heappop(self.errands))
        return found

    def unpack(self, now: datetime) -> None:
        """Put what was delivered by now on the shelves."""
        while self.deliveries and self.deliveries[0][0] <= now:
            _, variant, quantity = heappop(self.deliveries)
            self.stock[variant] += quantity
            self.awaited.discard(variant)

    def take(self, town: Town, variant: str, quantity: int, now: datetime) -> None:
        """Take goods off the shelf; a low shelf is filled again within two days."""
        self.stock[variant] -= quantity
        if self.stock[variant] <= LOW_SHELF and variant not in self.awaited:
            self._reorder(variant, max(6, town.goods.variants[variant].stock), now)

    def _reorder(self, variant: str, quantity: int, now: datetime) -> None:
        arrives = now + timedelta(hours=36)
        self.awaited.add(variant)
        heappush(self.deliveries, (arrives, variant, quantity))
        self.tell(Restock(arrives, variant, quantity))
