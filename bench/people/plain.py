"""The same figures from the file itself, with pandas and nothing of the product.

Amounts are pence; moments are UTC without a zone, days and months London's.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

ZONE = "Europe/London"
FREIGHT = ("POST", "DOT", "C2", "C3")
FEES = ("BANK CHARGES", "AMAZONFEE", "B", "CRUK")
BY_HAND = ("D", "ADJUST", "ADJUST2", "S")
NAMES = {
    "invoice": ("invoice", "invoiceno"),
    "code": ("stockcode",),
    "quantity": ("quantity",),
    "at": ("invoicedate",),
    "price": ("price", "unitprice"),
    "who": ("customerid",),
}
ROUNDED = 9
DAY = pd.Timedelta(days=1)


def file_in(data: Path) -> Path:
    """The file itself, or the only table of a folder."""
    return (
        data
        if data.is_file()
        else next(one for one in sorted(data.iterdir()) if one.suffix in (".parquet", ".csv"))
    )


@dataclass
class Books:
    """Orders (`invoice who at paid units`) and what went back of them (`order at minor units by`)."""

    rows: int
    left_out: int
    unmatched: int
    orders: pd.DataFrame
    backs: pd.DataFrame

    @classmethod
    def of(cls, file: Path) -> Books:
        """Read a file: which rows are a sale or a refund, what belongs to which order, what went back of it."""
        rows = _rows(file)
        usable = rows[~_no_trade(rows)].copy()
        # The time of an invoice is that of its first line.
        usable["at"] = usable.groupby("invoice")["at"].transform("min")
        sold, back = usable[~usable.is_back], usable[usable.is_back]
        posted = sold.code.str.upper().isin(FREIGHT)
        only_freight = posted.groupby(sold.invoice).transform("all")
        goods = sold[~posted | only_freight]
        orders = sold.groupby("invoice").agg(at=("at", "first"), who=("who", "first"), paid=("minor", "sum"))
        orders["units"] = goods.groupby("invoice").quantity.sum()
        orders["who"] = orders.who.where(orders.who.notna(), "guest-" + orders.index)
        backs = pd.DataFrame(
            _given_back(goods[~goods.code.str.upper().isin(FREIGHT)], back),
            columns=["order", "at", "minor", "units", "by", "row"],
        )
        unmatched = len(back) - backs.row.nunique()
        return cls(len(rows), len(rows) - len(usable), unmatched, orders.reset_index(), backs)

    def told(self) -> dict[str, int]:
        """Counts under the names the import gives them."""
        return {
            "orders": len(self.orders),
            "refunds": len(self.backs.drop_duplicates(["order", "by"])),
            "refunds_unmatched": self.unmatched,
            "rejected": self.left_out + self.unmatched,
        }

    def days(self) -> list[date]:
        """A day half way, the end of the month in which most was given back, the last day."""
        local = _local(self.orders["at"])
        first, last = local.min().date(), local.max().date()
        given = self.backs.groupby(_local(self.backs["at"]).dt.to_period("M")).minor.sum()
        worst = given.idxmax().end_time.date()
        return sorted({first + (last - first) // 2, min(worst, last), last})

    def between(self) -> dict[str, datetime]:
        """The moment of a cancellation half way that took the rest of an order back."""
        back = self.backs.sort_values("at")
        so_far = back.groupby("order").units.cumsum()
        whole = back[so_far == back.order.map(self.orders.set_index("invoice").units)]
        if not len(whole):
            return {}
        one = whole.iloc[len(whole) // 2]
        return {f"the minute of {one.by}": one["at"].tz_localize("UTC").to_pydatetime()}

    def end(self, day: date) -> datetime:
        """The moment at which a day is over."""
        return (pd.Timestamp(day) + DAY).tz_localize(ZONE).tz_convert("UTC").to_pydatetime()

    def as_of(self, moment: datetime) -> dict[str, dict[Any, Any]]:
        """Every figure of a moment by name."""
        now = pd.Timestamp(moment).tz_convert("UTC").tz_localize(None)
        seen = self.orders[self.orders["at"] < now]
        back = self.backs[self.backs["at"] < now].groupby("order")[["minor", "units"]].sum()
        seen = seen.join(back.add_prefix("back_"), on="invoice").fillna({"back_minor": 0, "back_units": 0})
        seen = seen.assign(left=seen.paid - seen.back_minor, month=_local(seen["at"]).dt.to_period("M"))
        kept = seen[seen.back_units < seen.units].sort_values("at")
        people, stages, cells = kept.groupby("who"), _stages(seen, kept, now), _cells(kept, now)
        sums = people.agg(orders=("left", "size"), left=("left", "sum"))
        rhythm, waits = _rhythm(kept, now), _waits(kept)
        steps = _steps(waits)
        cohorts, whose = _cohorts(kept)
        return {
            "kept": {who: (int(row.orders), int(row.left)) for who, row in sums.iterrows()},
            "stage": stages,
            "cell": cells,
            "rhythm": rhythm,
            "second order": steps,
            "cohorts": cohorts,
            "cohort people": whose,
            "weeks": dict(_periods(kept, now, "W-SUN")),
            "months": dict(_periods(kept, now, "M")),
            "counts": _counts(stages, cells, rhythm, steps),
            "single figures": _single(kept, now, sums, waits),
        }


def _rows(file: Path) -> pd.DataFrame:
    read = pd.read_parquet(file) if file.suffix == ".parquet" else pd.read_csv(file, dtype={"Invoice": str})
    plain = {"".join(filter(str.isalnum, name)).lower(): name for name in read.columns}
    rows = pd.DataFrame(
        {key: read[plain[next(n for n in names if n in plain)]] for key, names in NAMES.items()}
    )
    rows["row"] = np.arange(1, len(rows) + 1)
    rows["invoice"] = rows.invoice.astype(str).str.strip().str.upper()
    rows["code"] = rows.code.astype(str).str.strip()
    rows["who"] = rows.who.astype("Float64").astype("Int64").astype(str).where(rows.who.notna(), None)
    told = pd.to_datetime(rows["at"]).dt.tz_localize(
        ZONE, ambiguous=np.ones(len(rows), dtype=bool), nonexistent="shift_forward"
    )
    rows["at"] = told.dt.tz_convert("UTC").dt.tz_localize(None)
    rows["minor"] = (rows.price * 100).round().astype("int64")
    rows["odd"] = (rows.price * 100 - rows.minor).abs() > 1e-6
    rows["each"] = rows.minor
    rows["minor"] = rows.each * rows.quantity
    rows["is_back"] = rows.invoice.str.startswith("C")
    return rows


def _no_trade(rows: pd.DataFrame) -> Any:
    """Rows that are neither a sale nor a refund, as docs/importing.md lists them."""
    code, wrong_way = rows.code.str.upper(), rows.quantity.where(~rows.is_back, -rows.quantity) <= 0
    return (
        ~rows.invoice.str.fullmatch("C?[0-9]+")
        | code.isin(FEES)
        | (code.isin(BY_HAND) & ~rows.is_back)
        | wrong_way
        | rows.odd
        | (rows.each < 0)
        | ((rows.each == 0) & (rows.who.isna() | rows.is_back))
    )


def _given_back(goods: pd.DataFrame, back: pd.DataFrame) -> Iterator[tuple[Any, ...]]:
    """Each line of a cancellation takes from the latest purchases of the same customer, code and price, or from none.

    Goods and price at a time, as a pile of purchases from which the topmost goes first.
    """
    lines = pd.concat([goods, back]).sort_values(["at", "is_back", "invoice", "row"])
    keys = ["who", "code", "each"]
    asked = lines.merge(back[keys].dropna().drop_duplicates(), on=keys)
    for _key, same in asked.groupby(keys):
        pile: list[list[Any]] = []
        for line in same.itertuples():
            if not line.is_back:
                pile.append([line.invoice, line.quantity])
            elif sum(left for _order, left in pile) >= -line.quantity:
                wanted = -line.quantity
                while wanted:
                    order, left = pile[-1]
                    units = min(left, wanted)
                    wanted -= units
                    pile[-1][1] -= units
                    if not pile[-1][1]:
                        pile.pop()
                    yield order, line.at, units * line.each, units, line.invoice, line.row


def _local(moments: Any) -> Any:
    return moments.dt.tz_localize("UTC").dt.tz_convert(ZONE).dt.tz_localize(None)


def _stages(seen: pd.DataFrame, kept: pd.DataFrame, now: pd.Timestamp) -> dict[str, str]:
    """Nobody looks at pages or follows here: placed within 30 days, one and two orders within 365, or lost."""
    year = kept[kept["at"] >= now - 365 * DAY].groupby("who").size()
    placed = set(seen[seen["at"] >= now - 30 * DAY].who)
    found = {}
    for who in seen.who.unique():
        many = int(year.get(who, 0))
        low = "intention" if who in placed else "lost"
        found[who] = "loyal" if many >= 2 else "purchase" if many else low
    return found


def _cells(kept: pd.DataFrame, now: pd.Timestamp) -> dict[str, str]:
    year = kept[kept["at"] >= now - 365 * DAY].groupby("who")
    sums = year.agg(last=("at", "max"), orders=("left", "size"), left=("left", "sum"))
    return {
        who: f"{int(row['last'] >= now - 60 * DAY)}{int(row.orders >= 5)}{int(row.left >= 50_000)}"
        for who, row in sums.iterrows()
    }


def _rhythm(kept: pd.DataFrame, now: pd.Timestamp) -> dict[Any, frozenset[str]]:
    here = set(kept[kept["at"] >= now - 30 * DAY].who)
    there = set(kept[(kept["at"] >= now - 60 * DAY) & (kept["at"] < now - 30 * DAY)].who)
    before = set(kept[kept["at"] < now - 30 * DAY].who)
    groups = {"new": here - before, "returning": here & there, "resurrecting": (here & before) - there}
    groups["dormant"] = there - here
    return {(kind,): frozenset(people) for kind, people in groups.items() if people}


def _waits(kept: pd.DataFrame) -> dict[str, float]:
    first_two = kept.assign(turn=kept.groupby("who").cumcount()).query("turn < 2")
    table = first_two.pivot(index="who", columns="turn", values="at").reindex(columns=[0, 1]).dropna()
    return dict(((table[1] - table[0]) / DAY).items())


def _steps(waits: dict[str, float]) -> dict[Any, frozenset[str]]:
    found: dict[Any, frozenset[str]] = {("people",): frozenset(waits)}
    for low, high in pairwise([0, 7, 14, 30, 60, 90, 180, float("inf")]):
        found["from", str(low)] = frozenset(who for who, days in waits.items() if low <= days < high)
    return {key: people for key, people in found.items() if people}


def _cohorts(kept: pd.DataFrame) -> tuple[dict[Any, Any], dict[Any, frozenset[str]]]:
    began = kept.groupby("who").month.transform("min")
    since = (kept.month.dt.year - began.dt.year) * 12 + kept.month.dt.month - began.dt.month
    whose = {
        (str(first), str(months)): frozenset(rows.who)
        for (first, months), rows in kept.assign(first=began, since=since).groupby(["first", "since"])
    }
    sizes = {first: len(people) for (first, months), people in whose.items() if months == "0"}
    return {
        key: (round(len(who) / sizes[key[0]], ROUNDED), sizes[key[0]]) for key, who in whose.items()
    }, whose


def _periods(kept: pd.DataFrame, now: pd.Timestamp, kind: str) -> Iterator[tuple[Any, int]]:
    """The last twelve weeks or months, the running one last; whose last moment lies before now."""
    of = _local(kept["at"]).dt.to_period(kind)
    running = _local(pd.Series([now - pd.Timedelta(microseconds=1)])).dt.to_period(kind)[0]
    first = of.groupby(kept.who).min()
    for period in pd.period_range(running - 11, running, freq=kind):
        here, there = set(kept.who[of == period]), set(kept.who[of == period - 1])
        new = set(first.index[first == period])
        day = str(period.start_time.date())
        yield (day, "new"), len(new)
        yield (day, "returning"), len(here & there)
        yield (day, "resurrecting"), len(here - there - new)
        yield (day, "dormant"), len(there - here)


def _counts(stages: Any, cells: Any, rhythm: Any, steps: Any) -> dict[tuple[str, ...], int]:
    found = {("people.stages", stage): many for stage, many in pd.Series(stages).value_counts().items()}
    found |= {("people.rfm", cell): many for cell, many in pd.Series(cells).value_counts().items()}
    opened = {"people.rhythm": rhythm, "people.second-order-days": steps}
    for name, points in opened.items():
        found |= {(name, *keys): len(people) for keys, people in points.items() if people}
    return {key: int(many) for key, many in found.items()}


def _single(
    kept: pd.DataFrame, now: pd.Timestamp, sums: pd.DataFrame, waits: dict[str, float]
) -> dict[str, Any]:
    lately = kept[kept["at"] >= now - 30 * DAY]
    again = int((sums.orders >= 2).sum())
    return {
        "buyers": len(sums),
        "buyers who came back": again,
        "repeat rate": round(again / len(sums), ROUNDED) if len(sums) else None,
        "median days to the second order": round(float(np.median(list(waits.values()))), ROUNDED)
        if waits
        else None,
        "kept sales of 30 days": int(lately.left.sum()),
        "kept orders of 30 days": len(lately),
    }
