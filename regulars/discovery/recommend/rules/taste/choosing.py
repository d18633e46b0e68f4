"""Settings of taste chosen for the data at hand, one after another, by what people's own things say.

Lambda is looked for as the ridge relative to a typical item, rho = lambda * d^(p - 1), with d the mean over all holdings
of the item's own co-count: one short list of rho suits small and large, sparse and dense data, and every u and p.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace

from regulars.discovery.recommend.rules.taste.counts import Counts, counted
from regulars.discovery.recommend.rules.taste.near import near
from regulars.discovery.recommend.rules.taste.settings import Matrix, Progress, TasteSettings
from regulars.discovery.recommend.rules.taste.solving import solved
from regulars.discovery.recommend.rules.taste.trial import Trial, trial
from regulars.ground.kit.later import np

LEAST_ASKED = 100
PERSON_POWERS, RHOS = (0.0, 0.25, 0.5), (1.0, 2.5, 6.0)
RIDGE_POWERS, STEPS = (0.2, 0.4, 0.6), (0.6, 1.0, 1.6)
NEIGHBOUR_POWERS = (0.2, 0.4, 0.6)
FIRST_LOOK, FIRMER = 100, (1.0, 1.4)
AS_GOOD, MOST_WORK = 0.99, 6.6e9


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
        weights = solved(counts, asked, hoods, told, settings.block_mb)
        for (rho, power), (ridge, _), some in zip(pairs, told, weights, strict=True):
            one = replace(settings, ridge=ridge, ridge_power=power)
            value = self.trial.value(hoods, some)
            if value > self.value:
                self.value, self.settings, self.rho = value, one, rho


def lambda_of(counts: Counts, rho: float, power: float) -> float:
    """lambda = rho * d^(1 - p)."""
    holdings = np.maximum(counts.popularity, 0)
    typical = float((counts.own * holdings).sum() / max(holdings.sum(), 1e-12))
    return round(float(rho * typical ** (1 - power)), 3)


def choose_settings(
    matrix: Matrix, most: Sequence[int] = (100, 200, 400), seed: int = 0, progress: Progress | None = None
) -> TasteSettings:
    """Settings for a matrix (CSR, people x items, float32); the usual ones where there are too few people to ask.

    `most` are the numbers of neighbours to choose from, ascending; those too many for the number of items are left out.
    The same matrix and seed choose the same. `progress(done, all)` counts steps.
    """
    asked = trial(matrix, seed)
    if len(asked.rows) < LEAST_ASKED:
        return TasteSettings()
    search = _Search(asked, TasteSettings(neighbours=FIRST_LOOK))
    steps: list[Callable[[], None]] = [
        lambda: _people(search),
        lambda: _ridge(search),
        lambda: _near(search),
        lambda: _size(search, [size for size in most if size == most[0] or _affordable(matrix, size)]),
    ]
    for done, step in enumerate(steps, 1):
        step()
        if progress is not None:
            progress(done, len(steps))
    counts = counted(matrix, search.settings.person_power)
    return replace(search.settings, ridge=lambda_of(counts, search.rho, search.settings.ridge_power))


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


def _affordable(matrix: Matrix, size: int) -> bool:
    return bool(matrix.shape[1] * size**2 <= MOST_WORK)


def _size(search: _Search, most: Sequence[int]) -> None:
    """The number of neighbours, with a firmer ridge for more of them: the largest that is as good as the best."""
    start, rho = search.settings, search.rho
    found: list[tuple[float, float, TasteSettings]] = []
    for size in most:
        search.value = -1.0
        ridges = [(rho * firmer, start.ridge_power) for firmer in FIRMER]
        search.tries(replace(start, neighbours=size), ridges)
        found.append((search.value, search.rho, search.settings))
    enough = max(value for value, _rho, _settings in found) * AS_GOOD
    search.value, search.rho, search.settings = [one for one in found if one[0] >= enough][-1]
