"""Lists of candidates for the rules of placing, drawn from a seed."""

from __future__ import annotations

from itertools import permutations
from random import Random

from regulars.discovery.ranking.rules import Candidate, Rulebook, Window, limits
from tests.discovery.ranking.breaches import excess


def drawn(random: Random, many: int, *, stores: int, brands: int, leaves: int) -> list[Candidate]:
    """Candidates with scores, some of them equal, and a brand for most."""
    return [
        Candidate(
            key,
            round(random.random(), 2),
            store=random.randint(1, stores),
            brand=random.choice([None, *range(1, brands + 1)]),
            leaf=random.randint(1, leaves),
            sheltered=random.random() < 0.2,
        )
        for key in range(1, many + 1)
    ]


def least_excess(candidates: list[Candidate], book: Rulebook, size: int) -> int:
    """By how much the rules must give at least: every order is tried."""
    sheltered = {one.key for one in candidates if one.sheltered}
    limit, best = limits(book, "", size, len(sheltered)), 1 << 30
    for order in permutations(candidates, size):
        best = min(best, sum(excess(order, limit, sheltered)))
        if not best:
            break
    return best


def planted(random: Random, size: int) -> tuple[list[Candidate], Rulebook] | None:
    """Candidates of which a hidden order keeps the rules, shuffled, with others that tempt; None for a bad draw."""
    width, most = random.randint(4, 10), [random.randint(1, 3), random.randint(2, 4), random.randint(2, 5)]
    values = [width // one + random.randint(1, 5) for one in most]
    order: list[tuple[int, ...]] = []
    for _ in range(size):
        found = []
        for which in range(3):
            near = [one[which] for one in order[max(0, len(order) - width + 1) :]]
            free = [value for value in range(1, values[which] + 1) if near.count(value) < most[which]]
            if not free:
                return None
            found.append(random.choice(free))
        order.append(tuple(found))
    shown = [Candidate(key, random.random(), *one) for key, one in enumerate(order, 1)]
    others = [
        Candidate(size + key, 1 + random.random(), 1, 1, 1) for key in range(1, random.randint(2, size))
    ]
    candidates = shown + others
    random.shuffle(candidates)
    return candidates, Rulebook(windows={"": Window(width, *most)}, floor=0.0)
