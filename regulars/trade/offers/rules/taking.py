"""Taking an offer off the amounts: the same few functions serve the search and the receipt."""

from __future__ import annotations

from collections.abc import Sequence

from .steps import STEPS
from .table import Contender, Table
from .worth import split, spread, worth


class State:
    """Amounts left on every line, the amounts left by the stores' own steps, and the masks."""

    __slots__ = ("after_stores", "amounts", "masks")

    def __init__(
        self, amounts: list[int], masks: list[int] | None, after_stores: list[int] | None = None
    ) -> None:
        self.amounts = amounts
        self.masks = masks
        self.after_stores = after_stores

    def copy(self) -> State:
        """A state that can be changed without changing this one."""
        masks = None if self.masks is None else self.masks[:]
        return State(self.amounts[:], masks, self.after_stores)

    def bases(self, rank: int) -> list[int]:
        """The amounts that thresholds and splits of the step look at."""
        if STEPS[rank].base == "after-stores" and self.after_stores is not None:
            return self.after_stores
        return self.amounts


def seen(contender: Contender, rank: int, state: State) -> Sequence[int]:
    """The lines of the contender that no earlier offer has shut out of this step."""
    if state.masks is None:
        return contender.lines
    bit = 1 << rank
    return [i for i in contender.lines if not state.masks[i] & bit]


def sum_of(amounts: list[int], lines: Sequence[int]) -> int:
    """What the given lines come to."""
    return sum(amounts) if len(lines) == len(amounts) else sum([amounts[i] for i in lines])


def value(contender: Contender, rank: int, state: State) -> tuple[int, int]:
    """(base, what would come off now) for a goods step."""
    lines = seen(contender, rank, state)
    bases = state.bases(rank)
    base = sum_of(bases, lines)
    off = worth(contender.terms, base)
    if off and bases is not state.amounts:
        off = min(off, sum_of(state.amounts, lines))
    return base, off


class Pick:
    """A contender taken at a step: the base it saw, what comes off, each line's share once taken."""

    __slots__ = ("base", "contender", "off", "rank", "shares")

    def __init__(self, rank: int, contender: Contender, base: int, off: int) -> None:
        self.rank = rank
        self.contender = contender
        self.base = base
        self.off = off
        self.shares: dict[int, int] | None = None


Picks = tuple[Pick, ...]


def take(pick: Pick, state: State, table: Table) -> dict[int, int]:
    """Take the pick off the lines in `state`; returns what each line got."""
    if pick.shares is None:
        pick.shares = _shares(pick, state, table)
    amounts, masks = state.amounts, state.masks
    for i, share in pick.shares.items():
        amounts[i] -= share
        if share and masks is not None:
            masks[i] |= pick.contender.shuts
    return pick.shares


def _shares(pick: Pick, state: State, table: Table) -> dict[int, int]:
    lines = seen(pick.contender, pick.rank, state)
    if STEPS[pick.rank].base == "after-stores":
        return _across_stores(lines, pick.off, state, table)
    amounts = state.amounts
    weights = amounts if len(lines) == len(amounts) else [amounts[i] for i in lines]
    return dict(zip(lines, split(pick.off, weights), strict=True))


def _across_stores(lines: Sequence[int], off: int, state: State, table: Table) -> dict[int, int]:
    bases, amounts = state.bases(len(STEPS) - 1), state.amounts
    if len(table.stores) == 1:
        return dict(
            zip(lines, spread(off, [bases[i] for i in lines], [amounts[i] for i in lines]), strict=True)
        )
    groups: dict[str, list[int]] = {}
    for i in lines:
        groups.setdefault(table.lines[i].store_id, []).append(i)
    stores = [groups[store] for store in sorted(groups)]
    weights = [sum_of(bases, group) for group in stores]
    parts = spread(off, weights, [sum_of(amounts, group) for group in stores])
    shares: dict[int, int] = {}
    for group, part in zip(stores, parts, strict=True):
        shares.update(
            zip(group, spread(part, [bases[i] for i in group], [amounts[i] for i in group]), strict=True)
        )
    return shares
