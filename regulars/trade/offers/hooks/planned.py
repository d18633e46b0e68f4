"""What runs for a store beside plain offers: drops, presales, draws, service plans."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from regulars.people.merchants.models import Store
from regulars.trade.offers.rules import OfferTerms

State = Literal["draft", "scheduled", "running", "ended", "stopped"]
STATES: tuple[State, ...] = ("draft", "scheduled", "running", "ended", "stopped")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sale:
    """What is sold by something planned, at a price of its own; amounts in minor units of the store's currency.

    `variant`: its public id (of a `service` its own). `unit_minor` stands in place of the list price (None: the list
    price, or of a service `share_bp` of the goods' price); what `terms` and every running offer take comes off it,
    `alone`: nothing else. Ordered in [starts_at, ends_at), at most `most` in an order, `pieces` in all (None: as many
    as are wanted). A service costs the store `cost_minor` (None: not known) and goes with goods of `products` and
    `categories`, both empty: with everything.
    """

    variant: str
    unit_minor: int | None = None
    share_bp: int | None = None
    starts_at: datetime
    ends_at: datetime | None = None
    most: int | None = None
    pieces: int | None = None
    terms: tuple[OfferTerms, ...] = ()
    alone: bool = False
    service: bool = False
    cost_minor: int | None = None
    products: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """One thing an app plans or runs for a store. Moments are aware; ends_at None: no end is set.

    `ref` is its public id and `path` its page below the store's desk, as "offers/drops/drp_1/". `products` are the
    public ids of the goods it is about (empty: the whole store). `terms` is what it does to a price (the offer ids
    are `ref`), empty when it does nothing to one; `alone` says that no other offer touches what is sold by it.
    `sales` say exactly what is ordered at which price; the margin guard judges them instead of `terms`. `gives_minor`
    is what is given away beside goods, as points are. `words` are its rules in words, in the reader's language.
    """

    kind: str
    ref: str
    title: str
    title_zh: str = ""
    store_id: int
    starts_at: datetime
    ends_at: datetime | None
    state: State
    path: str
    products: tuple[str, ...] = ()
    terms: tuple[OfferTerms, ...] = ()
    alone: bool = False
    words: tuple[str, ...] = ()
    sales: tuple[Sale, ...] = ()
    gives_minor: int = 0

    def __post_init__(self) -> None:
        if self.state not in STATES:
            raise ValueError(f"{self.state!r} is none of {STATES}")


Find = Callable[[Store, datetime, datetime], Iterable[Planned]]


class PlannedKinds:
    """The kinds that were told, in the order of their names. Apps register when the house starts."""

    def __init__(self) -> None:
        self._kinds: dict[str, Find] = {}

    def register(self, kind: str, find: Find) -> None:
        """`find(store, since, until)` gives everything of that kind that touches the span, drafts too.

        Raises ValueError for a kind that somebody else registered.
        """
        if self._kinds.setdefault(kind, find) is not find:
            raise ValueError(f"two apps plan {kind!r}")

    def forget(self, kind: str) -> None:
        """Take a kind away again, as a test does with its own."""
        self._kinds.pop(kind, None)

    def of(self, store: Store, since: datetime, until: datetime) -> Iterator[Planned]:
        """Everything that touches [since, until), kind by kind. What a kind raises is raised: nothing is left out."""
        for kind in sorted(self._kinds):
            for one in self._kinds[kind](store, since, until):
                if one.starts_at < until and (one.ends_at is None or one.ends_at > since):
                    yield one


planned = PlannedKinds()
