"""All combinations of one store's own offers, cheapest first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from .steps import RANK, STORE_STEPS
from .table import FREIGHT, Contender, Table
from .taking import Pick, Picks, State, seen, sum_of, take, value
from .worth import freight_worth


class Option:
    """Offers picked for one store, and the goods and freight that are then left to pay (`cost`).

    The last pick is worked into the state only when somebody asks for the state.
    """

    __slots__ = ("_pending", "_state", "claims", "cost", "picks")

    def __init__(self, state: State, picks: Picks, cost: int, pending: Pick | None) -> None:
        self._state = state
        self._pending = pending
        self.picks = picks
        self.cost = cost
        self.claims = len([pick for pick in picks if pick.contender.claim_id is not None]) if picks else 0

    def state(self, table: Table) -> State:
        """Amounts and masks of this store's lines after the picks."""
        if self._pending is not None:
            self._state = self._state.copy()
            take(self._pending, self._state, table)
            self._pending = None
        return self._state


def store_options(table: Table, at: int, coupled: bool) -> list[Option]:
    """The options of the store at index `at`, cheapest first; only the cheapest unless `coupled`.

    `coupled` says that order steps may react to what the store's offers leave.
    """
    store = table.stores[at]
    goods = sum_of(table.amounts, table.store_lines[store])
    options = [Option(State(table.amounts, table.masks), (), goods, None)]
    contending = table.per_store[store]
    keys = [step.key for step in STORE_STEPS if step.key in contending]
    # Where nothing later looks at what the last step leaves, its largest amount is always the best of it.
    last = keys[-1] if keys and not coupled and FREIGHT not in contending else ""
    for key in keys:
        branches = _best_branch if key == last else _branches
        options = [
            after for option in options for after in branches(table, option, RANK[key], contending[key])
        ]
    _add_freight(table, at, options)
    if not coupled:
        return [min(options, key=_order)]
    return sorted(options, key=_order) if len(options) > 1 else options


def _order(option: Option) -> tuple[int, int, tuple[str, ...]]:
    return option.cost, option.claims, tuple([pick.contender.terms.offer_id for pick in option.picks])


def _branches(table: Table, option: Option, rank: int, contenders: Sequence[Contender]) -> Iterator[Option]:
    yield option
    state = option.state(table)
    for contender in contenders:
        base, off = value(contender, rank, state)
        if off:
            pick = Pick(rank, contender, base, off)
            yield Option(state, (*option.picks, pick), option.cost - off, pick)


def _best_branch(
    table: Table, option: Option, rank: int, contenders: Sequence[Contender]
) -> Iterator[Option]:
    """The option with the contender that takes off most; ties go as in `_order`."""
    state = option.state(table)
    best: Pick | None = None
    for contender in contenders:
        base, off = value(contender, rank, state)
        if off and (
            best is None or off > best.off or (off == best.off and _prefers(contender, best.contender))
        ):
            best = Pick(rank, contender, base, off)
    yield option if best is None else Option(state, (*option.picks, best), option.cost - best.off, best)


def _prefers(one: Contender, other: Contender) -> bool:
    mine, theirs = one.claim_id is not None, other.claim_id is not None
    return (mine, one.terms.offer_id) < (theirs, other.terms.offer_id)


def _add_freight(table: Table, at: int, options: list[Option]) -> None:
    freight = table.freight[at]
    if not freight:
        return
    contenders = table.per_store[table.stores[at]].get(FREIGHT, ())
    for option in options:
        option.cost += freight
        if contenders:
            option.cost -= best_freight(contenders, option.state(table), freight)[0]


def best_freight(contenders: Sequence[Contender], state: State, freight: int) -> tuple[int, Contender | None]:
    """(what comes off the freight, by whom) of the best freight offer; ties go to the smaller offer id."""
    best: tuple[int, Contender | None] = (0, None)
    for contender in contenders:
        off = freight_worth(contender.terms, freight_base(contender, state), freight)
        if off > best[0]:
            best = (off, contender)
    return best


def freight_base(contender: Contender, state: State) -> int:
    """The goods that count for a freight threshold: what the stores' own steps left."""
    rank = RANK[FREIGHT]
    bases = state.bases(rank)
    return sum_of(bases, seen(contender, rank, state))
