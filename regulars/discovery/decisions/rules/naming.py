"""Ways of choosing by name: `current`, `popular`, `newest`, `random`, `weights:taste=2,…`, `model:<version>`."""

from __future__ import annotations

from dataclasses import dataclass, field
from math import isfinite

BUILT_IN = ("current", "popular", "newest", "random")
MOST_WEIGHT = 1000.0


class BadWeights(ValueError):
    """Weights must look like `taste=2,popularity=0.5`, with numbers from 0 to 1,000."""


@dataclass(frozen=True, slots=True)
class Named:
    """A policy's name, taken apart. `kind` is a built-in name, `weights`, or a kind somebody handed in."""

    kind: str
    version: str = ""
    weights: dict[str, float] = field(default_factory=dict)

    def __str__(self) -> str:
        if self.kind == "weights":
            return "weights:" + ",".join(f"{name}={value:g}" for name, value in sorted(self.weights.items()))
        return f"{self.kind}:{self.version}" if self.version else self.kind


def named(text: str, weights: str = "") -> Named:
    """The policy a text names; `weights` change the parts of `current`. Raises BadWeights."""
    kind, _, rest = text.strip().partition(":")
    if kind == "current" and weights:
        return Named("weights", weights=_weights(weights))
    if kind == "weights":
        return Named("weights", weights=_weights(rest))
    return Named(kind, rest)


def _weights(text: str) -> dict[str, float]:
    found: dict[str, float] = {}
    for part in text.split(","):
        name, _, value = part.partition("=")
        try:
            found[name.strip()] = float(value)
        except ValueError as error:
            raise BadWeights(part) from error
    if not all(name and isfinite(value) and 0 <= value <= MOST_WEIGHT for name, value in found.items()):
        raise BadWeights(text)
    return found
