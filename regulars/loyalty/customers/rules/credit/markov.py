"""Paths as a chain of chances, and how many orders would be missing without a channel.

First-order Markov chain over start, channels, order and nothing. The removal effect of a channel is the share of all
orders that are lost when every step into it leads to nothing (Anderl, Becker, von Wangenheim and Schumann, 2016). It is
solved, not simulated: with N the inverse of (I - T), an order is reached from channel c with chance x = N v, and the
channel is ever entered with chance (a N) / N[c, c], so the effect is their product over the chance of any order, a x.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from regulars.ground.kit.later import np
from regulars.loyalty.customers.rules.credit.paths import Path


@dataclass(frozen=True, slots=True)
class Chain:
    """How often paths went where, as arrays: from the start into a channel, between channels, and to their ends."""

    begun: Any
    steps: Any
    ordered: Any
    lost: Any


def chain(paths: Iterable[Path], channels: Sequence[str]) -> Chain:
    """Count the steps of paths, those to an order and those to nothing."""
    place = {channel: n for n, channel in enumerate(channels)}
    size = len(channels)
    begun, ordered, lost = [0] * size, [0] * size, [0] * size
    steps = [[0] * size for _channel in channels]
    for path in paths:
        walked = [place[touch.channel] for touch in path.touches]
        begun[walked[0]] += 1
        for here, there in pairwise(walked):
            steps[here][there] += 1
        (ordered if path.order else lost)[walked[-1]] += 1
    return Chain(np.array(begun), np.array(steps), np.array(ordered), np.array(lost))


def removal_effects(counted: Chain) -> list[float]:
    """The removal effect of each channel, 0 to 1; all 0 when nothing was ordered."""
    if not counted.ordered.any():
        return [0.0] * len(counted.begun)
    leaving = counted.steps.sum(axis=1) + counted.ordered + counted.lost
    every = np.maximum(leaving, 1)
    begun = counted.begun / counted.begun.sum()
    visits = np.linalg.inv(np.eye(len(every)) - counted.steps / every[:, None])
    reached = visits @ (counted.ordered / every)
    entered = (begun @ visits) / visits.diagonal()
    effects = entered * reached / (begun @ reached)
    return [float(effect) for effect in np.clip(effects, 0.0, 1.0)]
