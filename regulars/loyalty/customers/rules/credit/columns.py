"""The same six ways for a million paths at once, on columns of numbers; parts of minor units are kept."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from regulars.ground.kit.later import np
from regulars.loyalty.customers.rules.credit.markov import Chain, removal_effects
from regulars.loyalty.customers.rules.credit.sharing import HALF_LIFE


@dataclass(frozen=True, slots=True)
class Columns:
    """Paths as arrays. `channel` (uint8) and `seconds` have a row per touch, path after path, oldest touch first;
    `length` (touches, at least 1), `amount` and `ordered` have a row per path. `size`: how many channels there are.
    """

    channel: Any
    seconds: Any
    length: Any
    amount: Any
    ordered: Any
    size: int

    @property
    def ends(self) -> Any:
        """Where each path's touches end."""
        return np.cumsum(self.length)

    @property
    def firsts(self) -> Any:
        """The channel each path began with."""
        return self.channel[self.ends - self.length]

    @property
    def lasts(self) -> Any:
        """The channel each path ended with."""
        return self.channel[self.ends - 1]


def first(paths: Columns) -> Any:
    """Amounts per channel by the first touch."""
    return np.bincount(paths.firsts, weights=_earned(paths), minlength=paths.size)


def last(paths: Columns) -> Any:
    """Amounts per channel by the last touch."""
    return np.bincount(paths.lasts, weights=_earned(paths), minlength=paths.size)


def linear(paths: Columns) -> Any:
    """Amounts per channel, the same for every touch."""
    each = np.repeat(_earned(paths) / paths.length, paths.length)
    return np.bincount(paths.channel, weights=each, minlength=paths.size)


def position(paths: Columns) -> Any:
    """Amounts per channel by 40, 20 and 40 %."""
    earned, length, ends = _earned(paths), paths.length, paths.ends
    edge = np.where(length > 2, 0.4, 0.5) * earned
    each = np.repeat(0.2 * earned / np.maximum(length - 2, 1), length)
    each[ends - length] = edge
    each[ends - 1] = edge
    each[ends[length == 1] - 1] = earned[length == 1]
    return np.bincount(paths.channel, weights=each, minlength=paths.size)


def decay(paths: Columns) -> Any:
    """Amounts per channel, half as much for what lies HALF_LIFE longer back."""
    starts = paths.ends - paths.length
    latest = np.minimum.reduceat(paths.seconds, starts)
    weight = np.exp2((np.repeat(latest, paths.length) - paths.seconds) / HALF_LIFE)
    each = weight * np.repeat(_earned(paths) / np.add.reduceat(weight, starts), paths.length)
    return np.bincount(paths.channel, weights=each, minlength=paths.size)


def markov(paths: Columns) -> Any:
    """Amounts per channel by the removal effects of the channels each path met."""
    effects = np.array(removal_effects(chain(paths)))
    met = np.zeros((len(paths.length), paths.size), dtype=bool)
    met[np.repeat(np.arange(len(paths.length)), paths.length), paths.channel] = True
    mass = met @ effects
    share = np.divide(_earned(paths), mass, out=np.zeros(len(mass)), where=mass > 0)
    return effects * (share @ met)


def chain(paths: Columns) -> Chain:
    """Count the steps of all paths."""
    size, firsts, lasts = paths.size, paths.firsts, paths.lasts
    pairs = _pairs(paths.channel[:-1], paths.channel[1:], size) - _pairs(lasts[:-1], firsts[1:], size)
    return Chain(
        np.bincount(firsts, minlength=size),
        pairs.reshape(size, size),
        np.bincount(lasts[paths.ordered], minlength=size),
        np.bincount(lasts[~paths.ordered], minlength=size),
    )


def _pairs(here: Any, there: Any, size: int) -> Any:
    """How often each channel stands before each other one; pairs fit one byte up to 16 channels."""
    kind = np.uint8 if size <= 16 else np.uint32
    code = here.astype(kind, copy=False) * kind(size) + there.astype(kind, copy=False)
    return np.bincount(code, minlength=size * size)


def _earned(paths: Columns) -> Any:
    return np.where(paths.ordered, paths.amount, 0)
