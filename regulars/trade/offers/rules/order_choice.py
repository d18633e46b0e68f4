"""The best offers of the order steps for given amounts, by branch and bound."""

from __future__ import annotations

from collections.abc import Sequence

from .steps import ORDER_STEPS, RANK, Step
from .table import Contender, Table
from .taking import Pick, Picks, State, sum_of, take, value
from .worth import worth


class OrderChoice:
    """Finds the offers of the order steps that take off most. `bound` is more than they ever can."""

    __slots__ = ("_best_off", "_best_picks", "_suffix", "_table", "bound", "steps")

    def __init__(self, table: Table) -> None:
        self._table = table
        self.bound, self._suffix = 0, [0]
        self.steps: list[tuple[int, Step, Sequence[Contender]]] = [
            (RANK[step.key], step, table.per_order[step.key])
            for step in ORDER_STEPS
            if step.key in table.per_order
        ] if table.per_order else []  # fmt: skip
        for _, step, contenders in reversed(self.steps):
            self._suffix.append(self._suffix[-1] + self._most(step, contenders))
        self._suffix.reverse()
        self.bound = self._suffix[0]

    def _most(self, step: Step, contenders: Sequence[Contender]) -> int:
        amounts = self._table.amounts
        each = [worth(contender.terms, sum_of(amounts, contender.lines)) for contender in contenders]
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
        for pick in _valued(contenders, rank, state)[: 1 if last else None]:
            after = state
            if not last:
                after = state.copy()
                take(pick, after, self._table)
            self._walk(at + 1, after, off + pick.off, (*picks, pick))
        self._walk(at + 1, state, off, picks)

    def _take_several(
        self, rank: int, step: Step, contenders: Sequence[Contender], state: State
    ) -> tuple[int, Picks]:
        if len(contenders) == 1:
            return self._take_one(_valued(contenders, rank, state), state)
        picks: list[Pick] = []
        used: set[str] = set()
        ordered = _valued(contenders, rank, state) if step.rule == "one-per-store" else None
        for contender in contenders if ordered is None else [pick.contender for pick in ordered]:
            stores = {self._table.lines[i].store_id for i in contender.lines}
            if step.rule == "one-per-store" and stores & used:
                continue
            pick = Pick(rank, contender, *value(contender, rank, state))
            if pick.off:
                take(pick, state, self._table)
                used |= stores
                picks.append(pick)
        return sum(pick.off for pick in picks), tuple(picks)

    def _take_one(self, valued: list[Pick], state: State) -> tuple[int, Picks]:
        for pick in valued:
            take(pick, state, self._table)
        return sum([pick.off for pick in valued]), tuple(valued)


def _valued(contenders: Sequence[Contender], rank: int, state: State) -> list[Pick]:
    picks = [Pick(rank, contender, *value(contender, rank, state)) for contender in contenders]
    picks = [pick for pick in picks if pick.off]
    if len(picks) > 1:
        picks.sort(key=_preference)
    return picks


def _preference(pick: Pick) -> tuple[int, bool, str]:
    return -pick.off, pick.contender.claim_id is not None, pick.contender.terms.offer_id
