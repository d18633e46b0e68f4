"""What people want of whom only the kind is known: popularity by cohort, hour and entry, shrunk to the market's.

Counts of a group g over items are taken as drawn from shares that lie around the market's shares p (a Dirichlet prior of
strength m: empirical Bayes), so the group's share of item i is

    p_gi = (n_gi + m p_i) / (n_g + m)

which is the market's where the group has no events and the group's own where it has many. The strength comes from the
groups themselves: groups that differ no more than chance would have it get a large one. It is the moment estimator
(J. Mosimann, "On the compound multinomial distribution", Biometrika 1962): with X² the sum over items of
(n_gi - n_g p_i)² / p_i over all groups, whose mean under pure chance is Σ n_g (1 - p_i) over items, the excess gives
rho = 1 / (1 + m). Several groups of one person are put together as if independent of each other for a given item
(naive Bayes): p_i · Π_g p_gi / p_i.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import Any

from regulars.ground.kit.later import np

Array = Any
LEAST, GREATEST = 1.0, 1e9


def strength(counts: Array, market: Array) -> float:
    """m: how many events of its own a group needs to count as much as the market (groups x items, shares of items).

    For a group of n events the variance of its counts is n (1 - p) p (1 + (n - 1) rho), rho = 1 / (1 + m).
    """
    there = market > 0
    sizes, shares = counts.sum(axis=1), market[there]
    expected = np.outer(sizes, shares)
    excess = (((counts[:, there] - expected) ** 2) / shares).sum() - (sizes * (len(shares) - 1)).sum()
    spread = (sizes * np.maximum(sizes - 1, 0)).sum() * (len(shares) - 1)
    if spread <= 0 or excess <= 0:
        return GREATEST
    return float(np.clip(spread / excess - 1, LEAST, GREATEST))


@dataclass(frozen=True, slots=True)
class Popularity:
    """Shares of items in the market, and for each kind of group (`cohort`, `hour`, `entry`) what its groups did.

    `market` sums to 1; `groups` holds a row of event counts by kind and group.
    """

    market: Array
    groups: Mapping[str, Mapping[Hashable, Array]]
    strengths: Mapping[str, float]

    @staticmethod
    def of(market: Array, groups: Mapping[str, Mapping[Hashable, Array]]) -> Popularity:
        """From event counts per item: the market's, and each group's. A market without events has equal shares."""
        total = market.sum()
        shares = market / total if total > 0 else np.full(len(market), 1 / max(len(market), 1))
        found = {
            kind: strength(np.vstack(list(rows.values())), shares) if rows else GREATEST
            for kind, rows in groups.items()
        }
        return Popularity(shares, groups, found)

    def shares(self, kind: str, group: Hashable) -> Array:
        """Shares of items in one group, shrunk to the market's; the market's for a group never seen."""
        counts = self.groups.get(kind, {}).get(group)
        if counts is None:
            return self.market
        m = self.strengths[kind]
        return (counts + m * self.market) / (counts.sum() + m)

    def wanted(self, known: Mapping[str, Hashable]) -> Array:
        """Shares of items for somebody of whom these groups are known, such as {"cohort": "1990s", "hour": 21}."""
        with np.errstate(divide="ignore"):
            market = np.log(self.market)
            total = market.copy()
            for kind, group in known.items():
                total += np.where(np.isfinite(market), np.log(self.shares(kind, group)) - market, 0.0)
        made = np.exp(total - total.max())
        return made / made.sum()
