"""A merchant's invoices, made for one question: does a store say of its people what the invoices say?

Forty regulars buy at times that follow from a seed. The others do what is easily counted wrong: they come minutes before
and after midnight and the change to summer time, give an order back whole, in two parts or in part, give back more than
they bought, take two purchases back with one cancellation, or never say who they are.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from random import Random

import pyarrow as pa
import pyarrow.parquet as pq

Line = tuple[str, str, int, str, float, int | None]
GOODS = {"21000": 6.75, "21001": 1.25, "21002": 49.0}
FIRST = datetime(2009, 12, 1)
WRITTEN: tuple[Line, ...] = (
    # The first order goes back whole a month later: from then on the second is the first.
    ("600001", "21000", 4, "2010-02-10 10:00", 6.75, 70001),
    ("C600002", "21000", -4, "2010-03-10 10:00", 6.75, 70001),
    ("600003", "21001", 8, "2010-04-20 10:00", 1.25, 70001),
    # Back in two parts, the second of them in the last minute of June in London and in its first hour of July in UTC+8.
    ("600004", "21000", 3, "2010-06-02 09:00", 6.75, 70002),
    ("C600005", "21000", -1, "2010-06-20 09:00", 6.75, 70002),
    ("C600006", "21000", -2, "2010-06-30 23:59", 6.75, 70002),
    # Part of it stays, and so does the postage.
    ("600007", "21002", 12, "2010-05-05 12:00", 49.0, 70003),
    ("600007", "POST", 1, "2010-05-05 12:00", 18.0, 70003),
    ("C600008", "21002", -2, "2010-05-06 12:00", 49.0, 70003),
    # All goods go back, the postage stays: nothing was kept.
    ("600009", "21001", 2, "2010-05-07 12:00", 1.25, 70004),
    ("600009", "POST", 1, "2010-05-07 12:00", 5.0, 70004),
    ("C600010", "21001", -2, "2010-05-27 12:00", 1.25, 70004),
    ("C600010", "POST", -1, "2010-05-27 12:00", 5.0, 70004),
    # One cancellation takes the later purchase whole and a piece of the earlier one.
    ("600011", "21000", 5, "2010-03-01 12:00", 6.75, 70005),
    ("600012", "21000", 2, "2010-04-01 12:00", 6.75, 70005),
    ("C600013", "21000", -3, "2010-04-02 12:00", 6.75, 70005),
    # More than was bought, and at another price: neither counts. Later a cancellation that does.
    ("600014", "21001", 5, "2010-04-03 12:00", 1.25, 70006),
    ("C600015", "21001", -6, "2010-04-04 12:00", 1.25, 70006),
    ("C600016", "21001", -5, "2010-04-05 12:00", 1.0, 70006),
    ("C600017", "21001", -5, "2010-05-31 12:00", 1.25, 70006),
    # Before the purchase it would match.
    ("C600018", "21002", -1, "2010-04-06 12:00", 49.0, 70007),
    ("600019", "21002", 1, "2010-04-07 12:00", 49.0, 70007),
    # Nobody knows who; and nobody can say whose goods came back.
    ("600020", "21000", 1, "2010-06-15 12:00", 6.75, None),
    ("C600021", "21000", -1, "2010-06-16 12:00", 6.75, None),
    # May ends an hour earlier in UTC than London's day, and June begins in London while UTC is in May.
    ("600022", "21001", 1, "2010-05-31 23:30", 1.25, 70008),
    ("600023", "21001", 1, "2010-06-01 00:30", 1.25, 70009),
    ("600024", "21001", 1, "2010-06-30 23:30", 1.25, 70009),
    ("600025", "21001", 1, "2010-07-01 00:30", 1.25, 70008),
    # The night in which summer time begins, and Sunday's last minute.
    ("600026", "21002", 1, "2010-03-28 00:59", 49.0, 70010),
    ("600027", "21002", 1, "2010-03-28 23:59", 49.0, 70010),
    ("600028", "21002", 1, "2010-03-29 00:00", 49.0, 70011),
    # On the minute at which the last 30 and the last 60 days before the end of June begin.
    ("600029", "21002", 1, "2010-06-01 00:00", 49.0, 70012),
    ("600030", "21002", 1, "2010-05-02 00:00", 49.0, 70013),
    ("600031", "21002", 1, "2010-05-01 23:59", 49.0, 70014),
    # Nothing paid is an order too, and a fee is none.
    ("600032", "21001", 1, "2010-06-10 12:00", 0.0, 70015),
    ("600033", "BANK CHARGES", 1, "2010-06-11 12:00", 15.0, 70016),
)


def written(folder: Path) -> tuple[Path, list[Line]]:
    """The table as a file, and its lines."""
    lines = [*WRITTEN, *_regulars()]
    names = ("invoice", "stock_code", "quantity", "invoice_date", "price", "customer_id")
    rows = [dict(zip(names, line, strict=True)) for line in lines]
    for row in rows:
        row["invoice_date"] = datetime.fromisoformat(str(row["invoice_date"]))
        row |= {"description": f"ARTICLE {row['stock_code']}", "country": "United Kingdom"}
    file = folder / "invoices.parquet"
    pq.write_table(pa.Table.from_pylist(rows), file)
    return file, lines


def _regulars() -> list[Line]:
    dice, found, number = Random(7), list[Line](), 610_000
    for customer in range(80_001, 80_041):
        at = FIRST + timedelta(days=dice.randrange(200), minutes=dice.randrange(1440))
        while at < datetime(2010, 7, 20):
            number += 1
            for code in dice.sample(sorted(GOODS), dice.randint(1, 2)):
                many = dice.randint(1, 4)
                found.append((str(number), code, many, f"{at:%Y-%m-%d %H:%M}", GOODS[code], customer))
                if dice.random() < 0.15:
                    later = at + timedelta(days=dice.randrange(40), minutes=1)
                    back = -dice.randint(1, many)
                    found.append((f"C{number}", code, back, f"{later:%Y-%m-%d %H:%M}", GOODS[code], customer))
            at += timedelta(days=dice.randint(1, 90), minutes=dice.randrange(1440))
    return found
