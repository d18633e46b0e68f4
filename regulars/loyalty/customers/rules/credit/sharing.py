"""Six ways to share an order's amount over its path. Whatever the way, the parts add up to the amount exactly."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from regulars.ground.kit.money import allocate
from regulars.loyalty.customers.rules.credit.channels import CHANNELS
from regulars.loyalty.customers.rules.credit.markov import chain, removal_effects
from regulars.loyalty.customers.rules.credit.paths import Path, Touch

MODELS = ("first", "last", "linear", "position", "decay", "markov")
HALF_LIFE = 7 * 86_400
FINE = 1 << 52

Weights = Callable[[Sequence[Touch]], Sequence[int]]


def first(path: Sequence[Touch]) -> list[int]:
    """All for the touch that began the path."""
    return [1] + [0] * (len(path) - 1)


def last(path: Sequence[Touch]) -> list[int]:
    """All for the touch before the order."""
    return [0] * (len(path) - 1) + [1]


def linear(path: Sequence[Touch]) -> list[int]:
    """The same for every touch."""
    return [1] * len(path)


def position(path: Sequence[Touch]) -> list[int]:
    """40 % for the first touch, 40 % for the last, 20 % for all between; two share evenly."""
    between = len(path) - 2
    if between < 1:
        return [1] * len(path)
    return [2 * between, *[1] * between, 2 * between]


def decay(path: Sequence[Touch]) -> list[int]:
    """Half as much for a touch that lies HALF_LIFE longer back."""
    latest = min(touch.seconds for touch in path)
    return [round(FINE * 2.0 ** ((latest - touch.seconds) / HALF_LIFE)) for touch in path]


BY_TOUCH: Mapping[str, Weights] = {
    "first": first,
    "last": last,
    "linear": linear,
    "position": position,
    "decay": decay,
}


def credits(paths: Iterable[Path], channels: Sequence[str] = CHANNELS) -> dict[str, dict[str, int]]:
    """Minor units per model and channel. Paths that led to no order earn nothing, but the chain learns from them."""
    every = list(paths)
    effects = effects_of(every, channels)
    sums = {model: dict.fromkeys(channels, 0) for model in MODELS}
    for path in every:
        if path.order:
            for model, parts in shares(path, effects).items():
                for channel, part in parts.items():
                    sums[model][channel] += part
    return sums


def effects_of(paths: Sequence[Path], channels: Sequence[str] = CHANNELS) -> dict[str, float]:
    """The removal effect of each channel over all paths."""
    return dict(zip(channels, removal_effects(chain(paths, channels)), strict=True))


def shares(path: Path, effects: Mapping[str, float]) -> dict[str, dict[str, int]]:
    """One order's amount per model and channel; each model's parts add up to the amount.

    By the chain, the channels of the path share by their removal effects, each once.
    """
    parts = {model: _split(path, weigh(path.touches)) for model, weigh in BY_TOUCH.items()}
    met = sorted({touch.channel for touch in path.touches})
    weights = [round(FINE * effects[channel]) for channel in met]
    return parts | {"markov": dict(zip(met, allocate(path.amount, weights), strict=True))}


def _split(path: Path, weights: Sequence[int]) -> dict[str, int]:
    mass: dict[str, int] = {}
    for touch, weight in zip(path.touches, weights, strict=True):
        mass[touch.channel] = mass.get(touch.channel, 0) + weight
    met = sorted(mass)
    return dict(zip(met, allocate(path.amount, [mass[channel] for channel in met]), strict=True))
