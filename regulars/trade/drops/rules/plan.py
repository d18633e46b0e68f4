"""A drop's plan: from when who may take, and how many pieces are out at a moment. Times are µs since 1970, UTC."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

MINUTE = 60_000_000
MOST_UNITS = 100_000
MOST_PHASES = 5
WHO = ("tier", "group", "followers", "everybody")


@dataclass(frozen=True, slots=True)
class Phase:
    """From `begins` on these people may take, and `units` more pieces are out. `rank`: a tier; `group`: public id."""

    who: str
    begins: int
    units: int
    rank: int = 0
    group: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """What decides, as one row of the drop says it. `version` moves whenever the plan is changed."""

    key: int
    version: int
    opens: int
    ends: int
    room: int
    units: int
    per_person: int
    queue_most: int
    pay_us: int
    phases: tuple[Phase, ...]
    seed: bytes

    def released(self, now: int) -> int:
        """How many pieces are out: the shares of all phases that have begun."""
        return sum(one.units for one in self.phases if one.begins <= now)

    def lot(self, holder: str, ordinal: int) -> int:
        """The lot of somebody who was there before their turn began: 60 bits that nobody can choose or improve.

        Keyed by a seed whose digest is published with the drop and which is itself shown once the drop is open.
        """
        return lot_of(self.seed, holder, ordinal)

    def turn(self, holder: str, ordinal: int, eligible: int, arrived: int) -> tuple[int, int]:
        """Where somebody stands: (moment from which it is their turn, lot among those of the same moment)."""
        if arrived < eligible:
            return eligible, self.lot(holder, ordinal)
        return arrived, 0


def lot_of(seed: bytes, holder: str, ordinal: int) -> int:
    """The lot drawn for a holder by a seed; anyone who knows the seed can draw it again."""
    digest = hashlib.blake2b(f"{holder}:{ordinal}".encode(), key=seed, digest_size=8).digest()
    return int.from_bytes(digest) >> 4


def seed_digest(seed: bytes) -> str:
    """What is published before the drop opens, so that the seed cannot be chosen afterwards."""
    return hashlib.sha256(seed).hexdigest()


def phases_from(rows: Sequence[dict[str, Any]], opens: int, units: int) -> tuple[Phase, ...]:
    """Phases as stored (who, minutes after opening, share in pieces); without any, everybody from the opening on.

    What the shares leave over comes out with the last phase.
    """
    if not rows:
        return (Phase("everybody", opens, units),)
    found, left = [], units
    for place, row in enumerate(rows):
        last = place == len(rows) - 1
        share = left if last else min(left, int(row.get("units") or 0))
        left -= share
        begins = opens + int(row.get("after") or 0) * MINUTE
        found.append(Phase(row["who"], begins, share, int(row.get("rank") or 0), row.get("group") or ""))
    return tuple(found)


def faults(rows: Sequence[dict[str, Any]], units: int, minutes: int) -> str:
    """What is wrong with phases as written: "" or one of order, share, who, many, late."""
    if len(rows) > MOST_PHASES:
        return "many"
    if any(row.get("who") not in WHO for row in rows):
        return "who"
    after = [int(row.get("after") or 0) for row in rows]
    if after and (after[0] != 0 or any(a >= b for a, b in pairwise(after))):
        return "order"
    if after and after[-1] >= minutes:
        return "late"
    shares = [int(row.get("units") or 0) for row in rows[:-1]]
    if any(share < 0 for share in shares) or sum(shares) > units or (shares and shares[0] < 1):
        return "share"
    return ""
