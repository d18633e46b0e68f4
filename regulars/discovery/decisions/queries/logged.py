"""What the log of decisions holds at all: spots, how many lists of how many readers, from when to when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from django.utils.translation import gettext as _

from regulars.discovery.decisions.rules.judging import FEWEST_DECISIONS, FEWEST_READERS
from regulars.discovery.decisions.rules.nouns import BLOCKS
from regulars.ground import lake


@dataclass(frozen=True, slots=True)
class Logged:
    """The lists of one spot that the log holds; the first and the last of them."""

    spot: str
    decisions: int
    readers: int
    first: datetime
    last: datetime

    def __str__(self) -> str:
        return _("%(spot)s: %(decisions)d of %(readers)d readers, %(first)s to %(last)s") % {
            "spot": self.spot,
            "decisions": self.decisions,
            "readers": self.readers,
            "first": f"{self.first:%Y-%m-%d}",
            "last": f"{self.last:%Y-%m-%d}",
        }


def spots_logged() -> list[Logged]:
    """Every spot with lists of goods in the log, the one with most first."""
    rows = lake.connection().con.execute(_SPOTS, [f"{BLOCKS}%"]).fetchall()
    return [
        Logged(spot, count, readers, first.replace(tzinfo=UTC), last.replace(tzinfo=UTC))
        for spot, count, readers, first, last in rows
    ]


def lacking(since: datetime, until: datetime, spot: str, decisions: int, readers: int) -> str:
    """Why there is too little between the two moments, what the log holds, and what to do."""
    every = spots_logged()
    known = "; ".join(str(one) for one in every)
    if not every:
        return _(
            "The log of decisions is empty: no reader has been shown a list yet. Lists are logged as readers open the"
            " home page, categories, products and results of searches. Ask again after some days of visits."
        )
    if spot and spot not in {one.spot for one in every}:
        return _("The log knows no spot “%(spot)s”. It holds: %(known)s.") % {"spot": spot, "known": known}
    return _(
        "Only %(decisions)d lists of %(readers)d readers lie between %(since)s and %(until)s, at %(spot)s; %(least)d of"
        " %(fewest)d readers are the least. The log holds: %(known)s. Ask about that time, about every spot, or wait for"
        " more visits."
    ) % {
        "decisions": decisions,
        "readers": readers,
        "since": f"{since:%Y-%m-%d %H:%M}",
        "until": f"{until:%Y-%m-%d %H:%M}",
        "spot": spot or _("every spot"),
        "known": known,
        "least": FEWEST_DECISIONS,
        "fewest": FEWEST_READERS,
    }


_SPOTS = """
SELECT spot, count(*), count(DISTINCT coalesce(person, visitor)), min("at"), max("at")
FROM decisions WHERE spot NOT LIKE ? GROUP BY spot ORDER BY 2 DESC, spot
"""
