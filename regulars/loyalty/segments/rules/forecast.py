"""Who will order again, from the days people ordered on; and how well that was foretold when it is known by now."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from math import sqrt

from regulars.loyalty.segments.rules.buying import Law, alive, comes_back, expected, fit, past

HORIZON, LEARN_FROM = 90, 20_000
FEWEST_PEOPLE, FEWEST_AGAIN, BINS, WEEK = 100, 30, 10, 7
Days = Sequence[int]


@dataclass(frozen=True, slots=True)
class Outlook:
    """What is expected of each person in the days to come, in the order the people were given in."""

    law: Law
    orders: tuple[float, ...]
    back: tuple[float, ...]
    alive: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Bin:
    """People of about the same chance: how many, the mean chance they were given, the share that did come back."""

    people: int
    said: float
    came: float


@dataclass(frozen=True, slots=True)
class Trial:
    """A forecast made for days that have passed since, beside what happened.

    `error` is the mean distance between orders foretold and made, per person; `plain` is the same of the plain guess
    that everybody orders as often as in as many days before. `root` and `plain_root` are the roots of the mean squared
    distances: they decide, because a mean distance is smallest for who says "none" of everybody that seldom orders.
    """

    people: int
    orders: float
    made: int
    back: float
    came: int
    error: float
    plain: float
    root: float
    plain_root: float
    bins: tuple[Bin, ...]

    @property
    def better(self) -> bool:
        """Was the forecast nearer than the plain guess?"""
        return self.root < self.plain_root


def enough(histories: Sequence[Days], until: int, horizon: int = HORIZON) -> bool:
    """Is there enough to learn from: people, people who came again, and days."""
    again, days = known_so_far(histories, until)
    return len(histories) >= FEWEST_PEOPLE and again >= FEWEST_AGAIN and days >= horizon


def known_so_far(histories: Sequence[Days], until: int) -> tuple[int, int]:
    """How many bought on two days or more, and how many days ago the first order was."""
    again = sum(1 for each in histories if len(each) > 1)
    return again, until - min((each[0] for each in histories), default=until)


def outlook(histories: Sequence[Days], until: int, horizon: int = HORIZON, law: Law | None = None) -> Outlook:
    """The forecast for the `horizon` days after the day `until`. Each history: different days, oldest first."""
    known = past([[day / WEEK for day in each] for each in histories], until / WEEK)
    law, weeks = law or fit(known.thinned(LEARN_FROM)), horizon / WEEK
    numbers = (expected(law, known, weeks), comes_back(law, known, weeks), alive(law, known))
    return Outlook(law, *(tuple(float(one) for one in each) for each in numbers))


def tried(histories: Sequence[Days], today: int, horizon: int = HORIZON) -> Trial | None:
    """The forecast as it would have been made `horizon` days ago, scored; None where too little was known then."""
    cut = today - horizon
    were = [each for each in histories if each[0] <= cut]
    known = [each[: bisect_right(each, cut)] for each in were]
    if not enough(known, cut, horizon):
        return None
    made = [bisect_right(each, today) - len(before) for each, before in zip(were, known, strict=True)]
    return scored(outlook(known, cut, horizon), made, plainly(known, cut, horizon))


def plainly(known: Sequence[Days], cut: int, horizon: int) -> list[int]:
    """The plain guess: as many orders as in the last `horizon` days."""
    return [len(each) - bisect_right(each, cut - horizon) for each in known]


def scored(said: Outlook, made: Sequence[int], plain: Sequence[float]) -> Trial:
    """A forecast beside what happened."""
    return Trial(
        people=len(made),
        orders=sum(said.orders),
        made=sum(made),
        back=sum(said.back),
        came=sum(1 for one in made if one),
        error=mean_error(said.orders, made),
        plain=mean_error(plain, made),
        root=root_error(said.orders, made),
        plain_root=root_error(plain, made),
        bins=binned(said.back, [one > 0 for one in made]),
    )


def mean_error(said: Sequence[float], made: Sequence[int]) -> float:
    """The mean absolute difference."""
    return sum(abs(one - other) for one, other in zip(said, made, strict=True)) / len(made)


def root_error(said: Sequence[float], made: Sequence[int]) -> float:
    """The root of the mean squared difference."""
    return sqrt(sum((one - other) ** 2 for one, other in zip(said, made, strict=True)) / len(made))


def binned(said: Sequence[float], came: Sequence[bool], many: int = BINS) -> tuple[Bin, ...]:
    """People in `many` bins of equal size by the chance they were given, the least likely first."""
    ranked = sorted(zip(said, came, strict=True))
    size, more = divmod(len(ranked), many)
    ends = list(accumulate(size + (place < more) for place in range(many)))
    parts = [ranked[start:end] for start, end in zip([0, *ends], ends, strict=False)]
    return tuple(
        Bin(len(part), sum(one for one, _ in part) / len(part), sum(hit for _, hit in part) / len(part))
        for part in parts
        if part
    )
