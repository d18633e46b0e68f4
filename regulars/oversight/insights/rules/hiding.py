"""Which cells may be shown: none under the floor, and none from which a hidden one could be worked out.

After the practice of statistical offices: primary suppression under a threshold, complementary suppression until what
is left over in every line is nobody or a crowd, and rounding of what is shown. Lines are read two ways. Across the
decades of one key the merchant may know the total: the hidden ones together, those who did not say included, are then
at least `FLOOR` people. Down the categories of one decade the total is shown: whoever is in no category shown is then
nobody or at least `FLOOR` people.
"""

from __future__ import annotations

from collections.abc import Callable

from regulars.loyalty.segments.rules.attributes import FEWEST_OF_A_DECADE
from regulars.oversight.insights.rules.counts import (
    ANY,
    BASE,
    BOUGHT,
    CAME,
    LOOKED,
    UNKNOWN,
    Cell,
    Counts,
    Key,
)

FLOOR, STORES, STEP = FEWEST_OF_A_DECADE, 3, 5
Judge = Callable[[Cell], bool]


def published(counts: Counts, fit: Judge = lambda cell: True) -> dict[Cell, int]:
    """The cells that may be shown, each rounded to `STEP`. `fit` may refuse cells for reasons of their own."""
    return {cell: rounded(counts[cell]) for cell in sorted(shown(counts, fit))}


def rounded(many: int) -> int:
    """To the nearest multiple of `STEP`, halves up."""
    return (many + STEP // 2) // STEP * STEP


def shown(counts: Counts, fit: Judge = lambda cell: True) -> set[Cell]:
    """The cells that may be shown. Every round takes cells away, so it ends."""
    seen = {cell for cell, many in counts.items() if many >= FLOOR and cell[1] != UNKNOWN and fit(cell)}
    while True:
        seen = {cell for cell in seen if _based(cell, seen)}
        given_away = _across(counts, seen) or _down(counts, seen)
        if given_away is None:
            return seen
        seen.remove(given_away)


def _based(cell: Cell, seen: set[Cell]) -> bool:
    (what, _topic), decade = cell
    return what not in BASE or (BASE[what], decade) in seen


def _across(counts: Counts, seen: set[Cell]) -> Cell | None:
    """The smallest cell shown of a key whose hidden decades are too few people together."""
    everybody = [decade for key, decade in counts if key == (CAME, ANY)]
    for key in sorted({key for key, _decade in seen}):
        hidden = [decade for decade in everybody if (key, decade) not in seen]
        if hidden and sum(counts.get((key, decade), 0) for decade in hidden) < FLOOR:
            return _smallest(counts, [cell for cell in seen if cell[0] == key])
    return None


def _down(counts: Counts, seen: set[Cell]) -> Cell | None:
    """The smallest category shown of a decade in which too few people are in no category shown."""
    for what, total in ((BOUGHT, (BOUGHT, ANY)), (LOOKED, (CAME, ANY))):
        for decade in sorted({decade for _key, decade in seen}):
            parts = [cell for cell in seen if _part(cell, what, decade)]
            hidden = any(_part(cell, what, decade) and cell not in seen for cell in counts)
            if parts and hidden and 0 < _left(counts, seen, (total, decade), parts) < FLOOR:
                return _smallest(counts, parts)
    return None


def _part(cell: Cell, what: str, decade: int) -> bool:
    return cell[0][0] == what and cell[0][1] != ANY and cell[1] == decade


def _left(counts: Counts, seen: set[Cell], total: tuple[Key, int], parts: list[Cell]) -> int:
    return counts[total] - sum(counts[cell] for cell in parts) if total in seen else 0


def _smallest(counts: Counts, cells: list[Cell]) -> Cell:
    return min(cells, key=lambda cell: (counts[cell], cell))
