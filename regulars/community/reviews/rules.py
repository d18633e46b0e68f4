"""What a review is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

ORDER, TRIAL = "order", "trial"
ORIGINS = (ORDER, TRIAL)
MOST_STARS = 5
MOST_PHOTOS = 4
LONGEST = 2000
LONGEST_ANSWER = 600


@dataclass(frozen=True, slots=True)
class Rating:
    """How many reviews gave how many stars (1 to 5)."""

    counts: Mapping[int, int]

    @property
    def count(self) -> int:
        """How many there are."""
        return sum(self.counts.values())

    @property
    def tenths(self) -> int:
        """The mean in tenths of a star, rounded half up; 0 without any."""
        stars = sum(stars * many for stars, many in self.counts.items())
        return (20 * stars + self.count) // (2 * self.count) if self.count else 0

    @property
    def mean(self) -> str:
        """The mean as it is shown: "4.3"."""
        return f"{self.tenths // 10}.{self.tenths % 10}"


def shown_name(name: str) -> str:
    """A writer's name as everybody reads it: its first letter. Empty for somebody without one."""
    return f"{name.strip()[:1].upper()}***" if name.strip() else ""
