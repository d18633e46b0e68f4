"""The best legal combination: at most one offer per store and step, per order and step, lowest total.

The search is exact. What one store's offers leave of its goods and freight is the store's cost; what
the order steps take off can be no more than they would take off the amounts before any store offer,
because `worth` never falls when its base rises. So a combination is given up as soon as

    cost of the stores decided + lowest cost of the other stores - that bound >= best total found.

Without order steps the stores do not touch each other and each takes its own cheapest option. A step
that nothing after it can react to takes its largest amount and nothing else is tried. Among equal
totals the first in this order wins: lower cost of the stores, fewer claims used, smaller offer ids.
"""

from __future__ import annotations

from .order_choice import OrderChoice
from .store_choice import Option, store_options
from .table import Table
from .taking import Picks, State

MOST_TRIES = 5_000


class Choice:
    """The picks of every store and of the order, and whether the search was complete."""

    __slots__ = (
        "_best_total",
        "_lowest",
        "_options",
        "_order",
        "_path",
        "_rest",
        "_table",
        "_tries",
        "order",
        "stores",
    )

    def __init__(self, table: Table) -> None:
        self._table = table
        self._order = OrderChoice(table)
        coupled = bool(self._order.steps)
        self._options = [store_options(table, at, coupled) for at in range(len(table.stores))]
        self.stores: list[Option] = [options[0] for options in self._options]
        self.order: Picks = ()
        self._tries = 0
        if coupled:
            self._search()

    @property
    def complete(self) -> bool:
        """False when the search stopped at MOST_TRIES combinations."""
        return self._tries < MOST_TRIES

    def _search(self) -> None:
        self._rest = [0]
        for options in reversed(self._options):
            self._rest.append(self._rest[-1] + options[0].cost)
        self._rest.reverse()
        self._lowest = self._rest[0] - self._order.bound
        self._best_total: int | None = None
        self._path: list[Option] = []
        self._walk(0)

    def _walk(self, cost: int) -> None:
        at = len(self._path)
        if at == len(self._options):
            self._finish(cost)
            return
        for option in self._options[at]:
            floor = cost + option.cost + self._rest[at + 1] - self._order.bound
            if self._best_total is not None and (floor >= self._best_total or self._tries >= MOST_TRIES):
                return
            self._path.append(option)
            self._walk(cost + option.cost)
            self._path.pop()

    def _finish(self, cost: int) -> None:
        self._tries += 1
        at_least = -1 if self._best_total is None else cost - self._best_total
        off, picks = self._order.best(self._merged(), at_least)
        if picks is None:
            return
        self._best_total = cost - off
        self.stores, self.order = self._path[:], picks

    def _merged(self) -> State:
        return merged(self._table, self._path)


def merged(table: Table, options: list[Option]) -> State:
    """The state after the store steps of all stores."""
    if len(options) == 1:
        state = options[0].state(table).copy()
        state.after_stores = state.amounts[:]
        return state
    state = State(table.amounts[:], None if table.masks is None else table.masks[:])
    for store, option in zip(table.stores, options, strict=True):
        part = option.state(table)
        for i in table.store_lines[store]:
            state.amounts[i] = part.amounts[i]
            if state.masks is not None and part.masks is not None:
                state.masks[i] = part.masks[i]
    state.after_stores = state.amounts[:]
    return state
