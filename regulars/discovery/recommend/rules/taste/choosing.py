"""Settings of taste chosen for the data at hand, by what people's own things say.

Lambda is taken as the ridge relative to a typical item, rho = lambda * d^(p - 1), with d the mean over all holdings
of the item's own co-count: one rho suits small and large, sparse and dense data, and every u and p.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from regulars.discovery.recommend.rules.taste.counts import Counts, counted
from regulars.discovery.recommend.rules.taste.near import near
from regulars.discovery.recommend.rules.taste.settings import Matrix, Progress, TasteSettings
from regulars.discovery.recommend.rules.taste.solving import solved
from regulars.discovery.recommend.rules.taste.trial import Trial, trial
from regulars.ground.kit.later import np

LEAST_ASKED = 100
PERSON_POWERS, RHO, FIRST_LOOK = (0.0, 0.25, 0.5), 3.1, 100


@dataclass(slots=True)
class _Search:
    """What was tried so far and the best of it."""

    trial: Trial
    settings: TasteSettings
    value: float = -1.0
    known: dict[float, Counts] = field(default_factory=dict)

    def counts(self, person_power: float) -> Counts:
        """Counts of what was kept."""
        if person_power not in self.known:
            self.known[person_power] = counted(self.trial.kept, person_power)
        return self.known[person_power]

    def tries(self, settings: TasteSettings, ridges: Iterable[tuple[float, float]]) -> None:
        """Settings with several (rho, p), at the cost of gathering co-counts once."""
        counts, asked = self.counts(settings.person_power), self.trial.targets
        hoods = near(counts, asked, settings.neighbours, settings.neighbour_power)
        told = [(lambda_of(counts, rho, power), power) for rho, power in ridges]
        weights = solved(counts, asked, hoods, told, settings.block_mb)
        for (ridge, power), some in zip(told, weights, strict=True):
            one = replace(settings, ridge=ridge, ridge_power=power)
            value = self.trial.value(hoods, some)
            if value > self.value:
                self.value, self.settings = value, one


def lambda_of(counts: Counts, rho: float, power: float) -> float:
    """lambda = rho * d^(1 - p)."""
    holdings = np.maximum(counts.popularity, 0)
    typical = float((counts.own * holdings).sum() / max(holdings.sum(), 1e-12))
    return round(float(rho * typical ** (1 - power)), 3)


def choose_settings(
    matrix: Matrix, neighbours: int = 200, seed: int = 0, progress: Progress | None = None
) -> TasteSettings:
    """Settings for a matrix (CSR, people x items, float32): u by trial, lambda relative to the data, the others as usual.

    The usual ones where there are too few people to ask. The same matrix and seed choose the same; `progress(done, all)`
    counts trials. Ridge and neighbours are not tried: on a sample of the items a firmer ridge than is best looks good.
    """
    asked = trial(matrix, seed)
    usual = TasteSettings(neighbours=neighbours)
    if len(asked.rows) < LEAST_ASKED:
        return usual
    search = _Search(asked, replace(usual, neighbours=min(neighbours, FIRST_LOOK)))
    for done, power in enumerate(PERSON_POWERS, 1):
        search.tries(replace(search.settings, person_power=power), [(RHO, usual.ridge_power)])
        if progress is not None:
            progress(done, len(PERSON_POWERS))
    chosen = search.settings
    ridge = lambda_of(counted(matrix, chosen.person_power), RHO, chosen.ridge_power)
    return replace(chosen, neighbours=neighbours, ridge=ridge)
