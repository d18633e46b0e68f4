"""The work both sides do: the same lines, the same offers. Standard library only: both workers read it.

The first five offers are reached by every basket and take a fixed amount off; the others are running
but out of reach. Both sides must therefore come to `expected_total`.
"""

from __future__ import annotations

from dataclasses import dataclass

LINES = (1, 3, 10)
OFFERS = (2, 5, 20)
OFF = (2_000, 1_500, 1_000, 5_000, 500)
OUT_OF_REACH = 100_000_000


@dataclass(frozen=True)
class Case:
    """So many lines and so many running offers."""

    lines: int
    offers: int

    @property
    def goods(self) -> list[tuple[int, int]]:
        """(unit price in minor units, quantity) of every line."""
        return [(50_000 + 1_337 * n, 1 + n % 3) for n in range(self.lines)]

    @property
    def off(self) -> list[int]:
        """What the offers in reach take off, in minor units."""
        return list(OFF[: self.offers])

    @property
    def idle(self) -> int:
        """How many running offers are out of reach."""
        return max(0, self.offers - len(OFF))

    @property
    def expected_total(self) -> int:
        """What is left to pay, in minor units."""
        return sum(unit * quantity for unit, quantity in self.goods) - sum(self.off)


CASES = [Case(lines, offers) for lines in LINES for offers in OFFERS]
