"""Recency, frequency and money: three bits, eight cells."""

from __future__ import annotations

from msgspec import Struct

CELLS = tuple(f"{recent}{often}{much}" for recent in "10" for often in "10" for much in "10")


class RfmBounds(Struct, frozen=True, forbid_unknown_fields=True):
    """From where a bit is 1: paid within `recent_days`, at least `often` orders, at least `much_minor`.

    Orders and money are counted over `over_days`. People who did not buy in that time are in no cell.
    """

    recent_days: int = 60
    often: int = 5
    much_minor: int = 50_000
    over_days: int = 365


def cell(bounds: RfmBounds, days_since: float | None, orders: int, spent_minor: int) -> str | None:
    """The cell of one person; None without an order in the time looked at.

    The last 60 days begin 60 times 24 hours before the moment asked about, that moment included, as windows do.
    """
    if days_since is None or orders == 0:
        return None
    bits = (days_since <= bounds.recent_days, orders >= bounds.often, spent_minor >= bounds.much_minor)
    return "".join("1" if bit else "0" for bit in bits)
