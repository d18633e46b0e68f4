"""What a message brought, in money: those who got it against those held out alike.

The difference of means is made sharper by what everybody spent before (CUPED: Deng, Xu, Kohavi, Walker, WSDM 2013):
theta = cov(before, after) / var(before), pooled within the two sides; then after - theta * before is compared. The
interval is Welch's, with Student's quantile by the expansion of Cornish and Fisher (Abramowitz, Stegun 26.7.5).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import sqrt
from typing import Literal

Kind = Literal["too-early", "too-few", "no-effect", "gain", "loss"]
NORMAL_975 = 1.959963985
# With fewer people or buyers than this the interval would claim more than it knows.
FEWEST_PEOPLE, FEWEST_BUYERS = 50, 10


@dataclass(slots=True)
class Side:
    """Sums over the people of one side: `before` and `after` in minor units."""

    people: int = 0
    buyers: int = 0
    before: float = 0.0
    after: float = 0.0
    before2: float = 0.0
    after2: float = 0.0
    both: float = 0.0

    def add(self, before: float, after: float) -> None:
        """One more person."""
        self.people += 1
        self.buyers += after > 0
        self.before += before
        self.after += after
        self.before2 += before * before
        self.after2 += after * after
        self.both += before * after

    @property
    def mean(self) -> float:
        """What a person of this side spent after, on average."""
        return self.after / self.people if self.people else 0.0


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is known. Amounts in minor units; those without "total" are per person written to.

    `low` to `high` holds the truth in 95 of 100 such comparisons; `visible` is the smallest difference that this
    many people would have shown in 80 of 100; `sharper` is the share of the noise that the time before took away.
    """

    kind: Kind
    sent: int
    held: int
    mean_sent: float = 0.0
    mean_held: float = 0.0
    gain: float = 0.0
    low: float = 0.0
    high: float = 0.0
    visible: float = 0.0
    sharper: float = 0.0

    @property
    def total(self) -> int:
        """The gain over everybody written to."""
        return round(self.gain * self.sent)

    @property
    def total_low(self) -> int:
        """The lower end over everybody written to."""
        return round(self.low * self.sent)

    @property
    def total_high(self) -> int:
        """The upper end over everybody written to."""
        return round(self.high * self.sent)


def side(people: Iterable[tuple[float, float]]) -> Side:
    """The sums over (before, after) of people."""
    found = Side()
    for before, after in people:
        found.add(before, after)
    return found


def verdict(sent: Side, held: Side, *, over: bool = True) -> Verdict:
    """Compare. `over`: the time to look at has passed."""
    if not over:
        return Verdict("too-early", sent.people, held.people, sent.mean, held.mean)
    if min(sent.people, held.people) < FEWEST_PEOPLE or min(sent.buyers, held.buyers) < FEWEST_BUYERS:
        return Verdict("too-few", sent.people, held.people, sent.mean, held.mean)
    theta = _theta(sent, held)
    noise = [_variance(one, theta) for one in (sent, held)]
    error = sqrt(noise[0] / sent.people + noise[1] / held.people)
    gain = _adjusted(sent, theta) - _adjusted(held, theta)
    reach = error * student_975(_freedom(noise, (sent.people, held.people)))
    plain = _variance(sent, 0.0) / sent.people + _variance(held, 0.0) / held.people
    return Verdict(
        _kind(gain - reach, gain + reach),
        sent.people,
        held.people,
        sent.mean,
        held.mean,
        gain,
        gain - reach,
        gain + reach,
        visible=error * 2.8,
        sharper=1 - error * error / plain if plain else 0.0,
    )


def student_975(freedom: float) -> float:
    """The 97.5 % point of Student's distribution, right to 0.003 from 5 degrees of freedom on."""
    z = NORMAL_975
    first = (z**3 + z) / 4
    second = (5 * z**5 + 16 * z**3 + 3 * z) / 96
    third = (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / 384
    return z + first / freedom + second / freedom**2 + third / freedom**3


def _kind(low: float, high: float) -> Kind:
    if low > 0:
        return "gain"
    return "loss" if high < 0 else "no-effect"


def _theta(sent: Side, held: Side) -> float:
    spread = sum(one.before2 - one.before**2 / one.people for one in (sent, held))
    along = sum(one.both - one.before * one.after / one.people for one in (sent, held))
    return along / spread if spread > 0 else 0.0


def _adjusted(one: Side, theta: float) -> float:
    return (one.after - theta * one.before) / one.people


def _variance(one: Side, theta: float) -> float:
    """Of after - theta * before, over the people of a side."""
    squares = one.after2 - 2 * theta * one.both + theta**2 * one.before2
    return max(0.0, (squares - one.people * _adjusted(one, theta) ** 2) / (one.people - 1))


def _freedom(noise: list[float], people: tuple[int, int]) -> float:
    parts = [spread / count for spread, count in zip(noise, people, strict=True)]
    below = sum(part**2 / (count - 1) for part, count in zip(parts, people, strict=True))
    return sum(parts) ** 2 / below if below else float(sum(people))
