"""The best offers of the order steps for given amounts, by branch and bound."""

from __future__ import annotations

from collections.abc import Sequence

from .steps import ORDER_STEPS, RANK, Step
from .store_choice import Picks
from .table import Contender, Table
from .taking import State, take, value
from .worth import worth


class OrderChoice:
    """Finds the offers of the order steps that take off most. `bound` is more than they ever can."""

    __slots__ = ("_best_off", "_best_picks", "_suffix", "_table", "bound", "steps")

    def __init__(self, table: Table) -> None:
        self._table = table
        self.steps: list[tuple[int, Step, Sequence[Contender]]] = [
            (RANK[step.key], step, table.per_order[step.key])
            for step in ORDER_STEPS
            if step.key in table.per_order
        ]
        self._suffix = [0]
        for _, step, contenders in reversed(self.steps):
            self._suffix.append(self._suffix[-1] + self._most(step, contenders))
        self._suffix.reverse()
        self.bound = self._suffix[0]

    def _most(self, step: Step, contenders: Sequence[Contender]) -> int:
        amounts = self._table.amounts
        each = [worth(contender.terms, sum(amounts[i] for i in contender.lines)) for contender in contenders]
        return max(each) if step.rule == "one" else sum(each)

    def best(self, state: State, at_least: int) -> tuple[int, Picks | None]:
        """(what comes off, the picks in order) if that is more than `at_least`, else (at_least, None)."""
        self._best_off = at_least
        self._best_picks: Picks | None = None
        self._walk(0, state, 0, ())
        return self._best_off, self._best_picks

    def _walk(self, at: int, state: State, off: int, picks: Picks) -> None:
        if off + self._suffix[at] <= self._best_off:
            return
        if at == len(self.steps):
            self._best_off, self._best_picks = off, picks
            return
        rank, step, contenders = self.steps[at]
        if step.rule == "one":
            self._branch(at, state, off, picks)
        else:
            more, taken = self._take_several(rank, step, contenders, state)
            self._walk(at + 1, state, off + more, picks + taken)

    def _branch(self, at: int, state: State, off: int, picks: Picks) -> None:
        rank, _, contenders = self.steps[at]
        last = at == len(self.steps) - 1
        for more, contender in _valued(contenders, rank, state)[: 1 if last else None]:
            after = state
            if not last:
                after = state.copy()
                take(contender, rank, after, more, self._table)
            self._walk(at + 1, after, off + more, (*picks, (rank, contender)))
        self._walk(at + 1, state, off, picks)

    def _take_several(
        self, rank: int, step: Step, contenders: Sequence[Contender], state: State
    ) -> tuple[int, Picks]:
        total = 0
        picks: list[tuple[int, Contender]] = []
        used: set[str] = set()
        for _, contender in _ordered(step, contenders, rank, state):
            stores = {self._table.lines[i].store_id for i in contender.lines}
            off = value(contender, rank, state)[1]
            if not off or (step.rule == "one-per-store" and stores & used):
                continue
            take(contender, rank, state, off, self._table)
            used |= stores
            total += off
            picks.append((rank, contender))
        return total, tuple(picks)


def _valued(contenders: Sequence[Contender], rank: int, state: State) -> list[tuple[int, Contender]]:
    valued = [(off, contender) for contender in contenders if (off := value(contender, rank, state)[1])]
    if len(valued) > 1:
        valued.sort(key=lambda pair: (-pair[0], pair[1].claim_id is not None, pair[1].terms.offer_id))
    return valued


def _ordered(
    step: Step, contenders: Sequence[Contender], rank: int, state: State
) -> list[tuple[int, Contender]]:
    return (
        _valued(contenders, rank, state)
        if step.rule == "one-per-store"
        else [(0, each) for each in contenders]
    )
