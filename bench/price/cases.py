"""The work both sides do: the same lines, the same offers. Standard library only: both workers read it.

The first five offers are reached by every basket and take a fixed amount off; the others are running
but out of reach. Then every kind of offer by itself on three lines, and all of them together: the peer, which
knows fewer kinds, takes the same money off with its plain absolute benefit. Both sides must come to `expected_total`.
"""

from __future__ import annotations

from dataclasses import dataclass

LINES = (1, 3, 10)
OFFERS = (2, 5, 20)
OFF = (2_000, 1_500, 1_000, 5_000, 500)
OUT_OF_REACH = 100_000_000
BY_KIND: dict[str, tuple[int, ...]] = {
    "item-price": (600,),
    "spend-and-save": (6_000,),
    "store-coupon": (1_500,),
    "product-coupon": (500,),
    "store-red-envelope": (700,),
    "category-coupon": (1_000,),
    "cross-store": (5_000,),
    "points": (10_000,),
    "cash-red-envelope": (500,),
    "payment-red-envelope": (300,),
    "free-freight": (),
    "planned": (10_000,),
    "all together": (10_500, 2_000, 1_500, 1_000, 5_000, 10_000, 500, 300),
}


@dataclass(frozen=True)
class Case:
    """So many lines and so many running offers; with `kind` one offer of that kind (or one of each)."""

    lines: int
    offers: int
    kind: str = ""

    @property
    def goods(self) -> list[tuple[int, int]]:
        """(unit price in minor units, quantity) of every line."""
        return [(50_000 + 1_337 * n, 1 + n % 3) for n in range(self.lines)]

    @property
    def off(self) -> list[int]:
        """What the offers in reach take off, in minor units."""
        if self.kind:
            return list(BY_KIND[self.kind])
        return list(OFF[: self.offers])

    @property
    def idle(self) -> int:
        """How many running offers are out of reach."""
        return 0 if self.kind else max(0, self.offers - len(OFF))

    @property
    def expected_total(self) -> int:
        """What is left to pay, in minor units."""
        return sum(unit * quantity for unit, quantity in self.goods) - sum(self.off)


CASES = [Case(lines, offers) for lines in LINES for offers in OFFERS]
CASES += [Case(3, 12 if kind == "all together" else 1, kind) for kind in BY_KIND]
