"""What was published of a store's cohorts, as shares and indices."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from regulars.oversight.insights.rules.counts import ANY, BASE, CAME, Cell, decades

Money = Mapping[int, int]


@dataclass(frozen=True, slots=True)
class Picture:
    """Own people, rounded; shares at all other stores in thousandths; what one order came to, by decade (minor units).

    A cell that is missing is hidden. `usual` is what an order of the whole store came to. Of other stores no number of
    people is told: two categories sold by nearly the same stores could be subtracted.
    """

    own: Mapping[Cell, int] = field(default_factory=dict)
    market: Mapping[Cell, int] = field(default_factory=dict)
    spend: Money = field(default_factory=dict)
    usual: int | None = None

    def decades(self) -> list[int]:
        """The decades of which anything is shown, the earliest first."""
        return decades(self.own)

    def topics(self, what: str) -> list[str]:
        """The categories of which anything of one's own is shown, by slug."""
        return sorted({key[1] for key, _decade in self.own if key[0] == what and key[1] != ANY})

    def people(self, decade: int) -> int | None:
        """How many of a decade came to the store, rounded."""
        return self.own.get(((CAME, ANY), decade))

    def share(self, what: str, topic: str, decade: int) -> float | None:
        """Own share of a decade; None where it is hidden."""
        many, base = self.own.get(((what, topic), decade)), self.own.get((BASE[what], decade))
        return many / base if many is not None and base else None

    def elsewhere(self, what: str, topic: str, decade: int) -> float | None:
        """The same share at all other stores."""
        thousandths = self.market.get(((what, topic), decade))
        return thousandths / 1000 if thousandths is not None else None

    def index(self, what: str, topic: str, decade: int) -> int | None:
        """Own share / share elsewhere x 100; None where either is hidden."""
        mine, others = self.share(what, topic, decade), self.elsewhere(what, topic, decade)
        return round(100 * mine / others) if mine is not None and others else None

    def rest(self, what: str, topic: str, decade: int) -> float | None:
        """Own share of the other decades shown, taken together; None where there is none."""
        there = [
            one
            for one in self.decades()
            if one != decade and ((what, topic), one) in self.own and (BASE[what], one) in self.own
        ]
        base = sum(self.own[BASE[what], one] for one in there)
        return sum(self.own[(what, topic), one] for one in there) / base if base else None

    def level(self, decade: int) -> int | None:
        """What an order of a decade came to, the store's usual order being 100."""
        spent = self.spend.get(decade)
        return round(100 * spent / self.usual) if spent is not None and self.usual else None

    def stored(self) -> dict[str, Any]:
        """As plain values."""
        return {
            "own": [[*key, decade, many] for (key, decade), many in sorted(self.own.items())],
            "market": [[*key, decade, many] for (key, decade), many in sorted(self.market.items())],
            "spend": {str(decade): minor for decade, minor in sorted(self.spend.items())},
            "usual": self.usual,
        }


def read(stored: Mapping[str, Any]) -> Picture:
    """The picture of plain values; an empty one of none."""
    return Picture(
        _cells(stored.get("own", ())),
        _cells(stored.get("market", ())),
        {int(decade): int(minor) for decade, minor in stored.get("spend", {}).items()},
        stored.get("usual"),
    )


def coarse(minor: float) -> int:
    """An amount to its first two digits: enough to compare, too little to work out one order."""
    whole = round(minor)
    return int(round(whole, min(0, 2 - len(str(whole)))))


def halves(share: float) -> int:
    """A share in thousandths, to the nearest half of a per cent."""
    return round(share * 200) * 5


def _cells(rows: Any) -> dict[Cell, int]:
    return {((what, topic), decade): many for what, topic, decade, many in rows}
