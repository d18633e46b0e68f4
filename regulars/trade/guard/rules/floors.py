"""What must be left of one piece."""

from __future__ import annotations

WHOLE_BP = 10_000


def floor_of(cost_minor: int | None, least_margin_bp: int, lowest_minor: int | None) -> int | None:
    """The largest of cost, cost with the least margin on what is left, and the lowest price; None: nothing is known.

    A margin of m asks for cost / (1 - m), rounded up to the minor unit.
    """
    known = [] if lowest_minor is None else [lowest_minor]
    if cost_minor is not None:
        known.append(-(-cost_minor * WHOLE_BP // (WHOLE_BP - least_margin_bp)))
    return max(known, default=None)
