"""Logged decisions as numbers: what estimators need to know of each place that was shown.

A place is worth what followed the good in it, and that depends on the reader, the good and the place, not on the
goods beside it (the item-position model: Li, Abbasi-Yadkori, Kveton, Muthukrishnan, Vinay, Wen, KDD 2018).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from regulars.ground.kit.later import np


@dataclass(frozen=True, slots=True)
class Trial:
    """Places of logged decisions beside a policy that did not make them. Arrays of one length per place:

    `decision` (index), `place`, `weight` (the policy's chance of the good at this place over its logged chance),
    `reward`, `guess` (a model's reward). Arrays per decision: `direct` (the model's reward of what the policy would
    show), `counts` (1 / the chance it had to be kept), `reader` (index of who looked: their decisions go together).
    """

    decision: Any
    place: Any
    weight: Any
    reward: Any
    guess: Any
    direct: Any
    counts: Any
    reader: Any

    @property
    def size(self) -> int:
        """How many decisions."""
        return len(self.counts)

    def clipped(self, most: float) -> Trial:
        """The same with no weight above `most`: less noise, and too little where more was meant."""
        weight = np.minimum(self.weight, most)
        rest = (self.reward, self.guess, self.direct, self.counts, self.reader)
        return Trial(self.decision, self.place, weight, *rest)

    def effective(self) -> float:
        """How many decisions made by the policy itself would say as much (Kish), at most the number at hand."""
        held = self.weight * self.counts[self.decision]
        squares = float((held * held).sum())
        return float(held.sum()) ** 2 / squares / max(1.0, self.places) if squares else 0.0

    def covered(self) -> tuple[float, float]:
        """The share of what the policy would show that the log could show at that place, and its standard error.

        Weights have the mean 1 where the log could show everything.
        """
        held = self.counts[self.decision]
        share = float((held * self.weight).sum() / held.sum()) if len(held) else 0.0
        parts = self.summed(held * (self.weight - share))
        return share, float(np.sqrt((parts * parts).sum()) / held.sum()) if len(held) else 0.0

    @property
    def places(self) -> float:
        """How many places a decision has on average."""
        return float(self.counts[self.decision].sum() / self.counts.sum()) if self.size else 0.0

    def per_decision(self, values: Any) -> Any:
        """Values of places summed by decision."""
        return np.bincount(self.decision, values, minlength=self.size)

    def summed(self, values: Any) -> Any:
        """Values of places summed by reader."""
        return np.bincount(self.reader[self.decision], values, minlength=int(self.reader.max()) + 1)
