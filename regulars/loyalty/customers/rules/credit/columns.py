"""The same six ways for a million paths at once, on columns of numbers; parts of minor units are kept."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from regulars.ground.kit.later import np
from regulars.loyalty.customers.rules.credit.markov import Chain, removal_effects
from regulars.loyalty.customers.rules.credit.sharing import HALF_LIFE

MOST = 16


@dataclass(frozen=True)
class Columns:
    """Paths as arrays. `channel` (uint8) and `seconds` have a row per touch, path after path, oldest touch first;
    `length` (touches, at least 1), `amount` and `ordered` have a row per path. `size`: how many channels there are,
    at most MOST: a pair of channels fits a byte, and the channels a path met fit two. Raises ValueError for more.
    """

    channel: Any
    seconds: Any
    length: Any
    amount: Any
    ordered: Any
    size: int

    def __post_init__(self) -> None:
        """Refuse what the narrow types would count wrongly."""
        if self.size > MOST:
            raise ValueError(f"at most {MOST} channels, not {self.size}")

    @cached_property
    def ends(self) -> Any:
        """Where each path's touches end."""
        return np.cumsum(self.length)

    @cached_property
    def starts(self) -> Any:
        """Where each path's touches begin."""
        return self.ends - self.length

    @cached_property
    def firsts(self) -> Any:
        """The channel each path began with."""
        return self.channel[self.starts]

    @cached_property
    def lasts(self) -> Any:
        """The channel each path ended with."""
        return self.channel[self.ends - 1]

    @cached_property
    def won(self) -> Columns:
        """The paths that led to an order; only they have something to share."""
        kept = np.repeat(self.ordered, self.length)
        rows = self.ordered
        return Columns(
            self.channel[kept],
            self.seconds[kept],
            self.length[rows],
            self.amount[rows],
            rows[rows],
            self.size,
        )


def first(paths: Columns) -> Any:
    """Amounts per channel by the first touch."""
    return np.bincount(paths.won.firsts, weights=paths.won.amount, minlength=paths.size)


def last(paths: Columns) -> Any:
    """Amounts per channel by the last touch."""
    return np.bincount(paths.won.lasts, weights=paths.won.amount, minlength=paths.size)


def linear(paths: Columns) -> Any:
    """Amounts per channel, the same for every touch."""
    won = paths.won
    return _summed(won, np.repeat(won.amount / won.length, won.length))


def position(paths: Columns) -> Any:
    """Amounts per channel by 40, 20 and 40 %."""
    won = paths.won
    edge = np.where(won.length > 2, 0.4, 0.5) * won.amount
    each = np.repeat(0.2 * won.amount / np.maximum(won.length - 2, 1), won.length)
    each[won.starts] = each[won.ends - 1] = edge
    alone = won.length == 1
    each[won.starts[alone]] = won.amount[alone]
    return _summed(won, each)


def decay(paths: Columns) -> Any:
    """Amounts per channel, half as much for what lies HALF_LIFE longer back."""
    won = paths.won
    if not len(won.length):
        return np.zeros(paths.size)
    weight = np.exp2((np.repeat(won.seconds[won.ends - 1], won.length) - won.seconds) / HALF_LIFE)
    return _summed(won, weight * np.repeat(won.amount / np.add.reduceat(weight, won.starts), won.length))


def markov(paths: Columns) -> Any:
    """Amounts per channel by the removal effects of the channels each path met."""
    won, effects = paths.won, np.array(removal_effects(chain(paths)))
    if not len(won.length):
        return np.zeros(paths.size)
    bits = np.left_shift(1, np.arange(paths.size)).astype(np.uint16)
    met = np.bitwise_or.reduceat(bits[won.channel], won.starts)
    earned = np.bincount(met, weights=won.amount, minlength=1 << paths.size)
    weights = (np.arange(1 << paths.size)[:, None] & bits > 0) * effects
    mass = weights.sum(axis=1)
    return np.divide(earned, mass, out=np.zeros(len(mass)), where=mass > 0) @ weights


def chain(paths: Columns) -> Chain:
    """Count the steps of all paths."""
    size, firsts, lasts = paths.size, paths.firsts, paths.lasts
    pairs = _pairs(paths.channel[:-1], paths.channel[1:], size) - _pairs(lasts[:-1], firsts[1:], size)
    ordered = np.bincount(lasts[paths.ordered], minlength=size)
    return Chain(
        np.bincount(firsts, minlength=size),
        pairs.reshape(size, size),
        ordered,
        np.bincount(lasts, minlength=size) - ordered,
    )


def _pairs(here: Any, there: Any, size: int) -> Any:
    """How often each channel stands before each other one."""
    return np.bincount(here * np.uint8(size) + there, minlength=size * size)


def _summed(paths: Columns, each: Any) -> Any:
    return np.bincount(paths.channel, weights=each, minlength=paths.size)
