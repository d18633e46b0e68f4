"""Shares and what chance allows of them."""

from __future__ import annotations

from math import sqrt

Z95 = 1.959963984540054


def wilson(count: int, among: int) -> tuple[float, float]:
    """The 95 % interval of a share (Wilson, 1927): right also for few cases and for shares near 0 and 1."""
    if not among:
        return 0.0, 1.0
    share, square = count / among, Z95 * Z95
    middle = share + square / (2 * among)
    wide = Z95 * sqrt(share * (1 - share) / among + square / (4 * among * among))
    below = 1 + square / among
    # Rounding must not leave nobody or everybody outside.
    low = (middle - wide) / below if count else 0.0
    high = (middle + wide) / below if count < among else 1.0
    return low, high
