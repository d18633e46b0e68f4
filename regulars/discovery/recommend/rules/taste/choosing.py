"""Settings of taste chosen for the data at hand, one after another, by what people's own things say.

Lambda is looked for as the ridge relative to a typical item, rho = lambda * d^(p - 1), with d the mean over all holdings of
the item's own co-count: one short list of rho suits small and large, sparse and dense data, and every u and p.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from regulars.discovery.recommend.rules.taste.counts import Counts, counted
from regulars.discovery.recommend.rules.taste.fitting import finished
from regulars.discovery.recommend.rules.taste.near import near
from regulars.discovery.recommend.rules.taste.settings import Array, Matrix, Progress, TasteSettings
from regulars.discovery.recommend.rules.taste.solving import solved
from regulars.discovery.recommend.rules.taste.trial import Trial, trial
from regulars.ground.kit.later import np

LEAST_ASKED = 100
PERSON_POWERS, RHOS = (0.0, 0.25, 0.5), (1.0, 2.5, 6.0)
RIDGE_POWERS, STEPS = (0.2, 0.4, 0.6), (0.6, 1.0, 1.6)
NEIGHBOUR_POWERS = (0.2, 0.4, 0.6)
FIRST_LOOK = 100


@dataclass(slots=True)
class _Search:
    """What was tried so far and the best of it."""

    trial: Trial
    settings: TasteSettings
    value: float = -1.0
    rho: float = 2.5
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
        pairs = list(ridges)
        told = [(lambda_of(counts, rho, power), power) for rho, power in pairs]
        weights, together = solved(counts, asked, hoods, told, settings.block_mb)
        for (rho, power), (ridge, _), some in zip(pairs, told, weights, strict=True):
            one = replace(settings, ridge=ridge, ridge_power=power)
            value = self.trial.value(hoods, finished(some, together, hoods, asked, counts, one))
            if value > self.value:
                self.value, self.settings, self.rho = value, one, rho


def lambda_of(counts: Counts, rho: float, power: float) -> float:
    """lambda = rho * d^(1 - p)."""
    holdings = np.maximum(counts.popularity, 0)
    typical = float((counts.own * holdings).sum() / max(holdings.sum(), 1e-12))
    return round(rho * typical ** (1 - power), 3)


def choose_settings(
    matrix: Matrix, most: Sequence[int] = (200,), seed: int = 0, progress: Progress | None = None
) -> TasteSettings:
    """Settings for a matrix (CSR, people x items, float32); the usual ones where there are too few people to ask.

    `most` are the numbers of neighbours to choose from. The same matrix and seed choose the same.
    """
    asked = trial(matrix, seed)
    if len(asked.rows) < LEAST_ASKED:
        return TasteSettings(neighbours=max(most))
    search = _Search(asked, TasteSettings(neighbours=FIRST_LOOK))
    steps = (_people, _ridge, _near, _size(most))
    for done, step in enumerate(steps, 1):
        step(search)
        if progress is not None:
            progress(done, len(steps))
    return search.settings


def _people(search: _Search) -> None:
    for power in PERSON_POWERS:
        search.tries(replace(search.settings, person_power=power), [(rho, 0.4) for rho in RHOS])


def _ridge(search: _Search) -> None:
    around = [(search.rho * step, power) for step in STEPS for power in RIDGE_POWERS]
    search.tries(search.settings, around)


def _near(search: _Search) -> None:
    settings, ridge = search.settings, (search.rho, search.settings.ridge_power)
    for power in NEIGHBOUR_POWERS:
        if power != settings.neighbour_power:
            search.tries(replace(settings, neighbour_power=power), [ridge])


def _size(most: Sequence[int]):  # type: ignore[no-untyped-def]
    def step(search: _Search) -> None:
        settings = search.settings
        search.value = -1.0
        for size in most:
            search.tries(
                replace(settings, neighbours=size),
                [(search.rho * more, settings.ridge_power) for more in (1.0, 1.4)],
            )

    return step
