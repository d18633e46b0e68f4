"""Goods put by lot into a list that the market's rules have put in order, and the chance of each for its place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from functools import cached_property
from math import prod

from regulars.discovery.ranking.rules import Candidate, Gaps, Limits, Placed, Rulebook, factors, limits
from regulars.discovery.recommend.rules.exploring import chance_of_lot, lots, stretches, ways_down

EXPLORE = "exploration"
# Above the one before which it stands, by as little as makes the order certain.
ABOVE = 1 + 1e-6
Weighed = Sequence[tuple[Candidate, float]]


@dataclass(frozen=True)
class Page:
    """A list in order: its places, the candidates it was made of, how many places there may be, by which rules."""

    placed: Sequence[Placed]
    found: Sequence[Candidate]
    size: int
    spot: str
    rules: Rulebook
    shelter: AbstractSet[int]

    @cached_property
    def limit(self) -> Limits:
        """The limits that the list keeps."""
        return limits(self.rules, self.spot, len(self.placed), sum(map(self.small, self.found)))

    def small(self, one: Candidate) -> bool:
        """Whether it is of a small or new store."""
        return one.sheltered or one.store in self.shelter


@dataclass(frozen=True, slots=True)
class Lots:
    """The stretches of a list in which a place is given by lot, and who of each may get it, with weights."""

    stretches: list[range]
    pools: list[Weighed]


def put_in(page: Page, pool: Weighed, seed: str) -> tuple[Placed, ...]:
    """The list with goods of the pool put in by lot, what stood there moving down, and the chance of each.

    Nobody is put in where a rule would be broken by it, nor above a pin; the floor is kept.
    """
    made = _kept(page, _offered(page, pool))
    drawn = lots(made.stretches, [[weight for _one, weight in each] for each in made.pools], seed)
    at = {place: (number, chosen) for number, (place, chosen) in enumerate(drawn)}
    own = {one.key: one for one in page.found}
    rest, told, cut = iter(enumerate(page.placed)), list[Placed](), tuple(made.stretches)
    for place in range(min(page.size, len(page.placed) + len(drawn))):
        if place in at:
            number, chosen = at[place]
            below = page.placed[place - number]
            told.append(_drawn(made, number, chosen, place, below, own, page.rules))
        else:
            order, one = next(rest)
            chance = ways_down(cut, place).get(place - order, 0.0)
            told.append(
                Placed(one.candidate, place, one.final, one.factors, one.moved_by, chance, one.breaks)
            )
    return tuple(told)


def _offered(page: Page, pool: Weighed) -> Lots:
    """Who may get a place in which stretch. A store has its stretch, so that two drawn ones never meet in a limit."""
    limit = page.limit
    pins = [one.place for one in page.placed if one.moved_by == "pin"]
    cut = stretches(len(page.placed), after=max(pins, default=-1) + 1, apart=limit.width)
    gaps, pools = (
        Gaps([one.candidate for one in page.placed], limit),
        [list[tuple[Candidate, float]]() for _ in cut],
    )
    for one, weight in pool if cut else ():
        number = one.store % len(cut)
        # What stands there may have moved down by one for each stretch above.
        if gaps.fits(one, range(cut[number].start - number, cut[number].stop)):
            pools[number].append((one, weight))
    return Lots(cut, [*pools])


def _kept(page: Page, made: Lots) -> Lots:
    """The stretches that have a pool; so many of them as leave the small and new stores what the rules owe them."""
    some = [(one, pool) for one, pool in zip(made.stretches, made.pools, strict=True) if pool]
    small = [[each for each in pool if page.small(each[0])] for _one, pool in some]
    owed = page.limit.owed
    while some:
        left = page.placed[: max(0, page.size - len(some))]
        lacking = max(0, owed - sum(page.small(one.candidate) for one in left))
        only = [at for at in range(len(some)) if small[at]][:lacking]
        if len(only) == lacking:
            pools = [small[at] if at in only else some[at][1] for at in range(len(some))]
            return Lots([one for one, _pool in some], [*pools])
        some.pop()
        small.pop()
    return Lots([], [])


def _drawn(
    made: Lots,
    number: int,
    chosen: int,
    place: int,
    below: Placed,
    own: Mapping[int, Candidate],
    rules: Rulebook,
) -> Placed:
    """The drawn one with what it is worth by itself, and a lift to the score of the one it stands before."""
    pool = made.pools[number]
    one = pool[chosen][0]
    parts = own[one.key].parts if one.key in own else {}
    touched = factors(one, rules)
    times = prod(factor.times for factor in touched)
    worth = sum(parts.values())
    parts = {**parts, EXPLORE: max(below.final * ABOVE / times - worth, 0.0)}
    score = sum(parts.values())
    chance = chance_of_lot(made.stretches[number], [weight for _one, weight in pool], chosen)
    return Placed(replace(one, score=score, parts=parts), place, score * times, touched, propensity=chance)
