"""What the invoices say of people, in plain SQL on SQLite. Both changes of London's clocks in 2010 are written out."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from typing import Any

from tests.loyalty.segments.invoices import Line

# What lies at one depth of a pile of equal goods was bought last; a cancellation takes from the top, whole or not at all.
BOOKS = """
CREATE VIEW usable AS SELECT *, min(at) OVER (PARTITION BY invoice) AS told FROM lines
WHERE code <> 'BANK CHARGES';
CREATE VIEW timed AS SELECT *, CASE WHEN told >= '2010-03-28 02:00' AND told < '2010-10-31 02:00'
    THEN datetime(told, '-1 hour') ELSE datetime(told) END AS utc FROM usable;
CREATE TABLE orders AS SELECT invoice, coalesce(who, 'guest-' || invoice) AS who, min(utc) AS utc,
    sum(quantity * pence) AS paid, sum(CASE WHEN code <> 'POST' THEN quantity ELSE 0 END) AS units
FROM timed WHERE quantity > 0 GROUP BY invoice;
CREATE TABLE moves AS SELECT who, code, pence, invoice, utc, quantity, row_number() OVER
    (PARTITION BY who, code, pence ORDER BY utc, quantity < 0, invoice) AS n
FROM timed WHERE who IS NOT NULL AND code <> 'POST';
CREATE TABLE pile AS WITH RECURSIVE grown AS (
    SELECT *, 0 AS was, max(quantity, 0) AS became FROM moves WHERE n = 1
    UNION ALL
    SELECT m.*, g.became, CASE WHEN g.became + m.quantity < 0 THEN g.became ELSE g.became + m.quantity END
    FROM grown g JOIN moves m ON (m.who, m.code, m.pence, m.n) = (g.who, g.code, g.pence, g.n + 1)
) SELECT * FROM grown;
CREATE TABLE gone AS WITH RECURSIVE depth(k) AS (SELECT 1 UNION ALL SELECT k + 1 FROM depth WHERE k < 400)
SELECT (SELECT b.invoice FROM pile b WHERE (b.who, b.code, b.pence) = (r.who, r.code, r.pence)
        AND b.n < r.n AND k > b.was AND k <= b.became ORDER BY b.n DESC LIMIT 1) AS invoice, r.utc, r.pence
FROM pile r JOIN depth ON k > r.became AND k <= r.was;
"""
STANDING = """
CREATE TABLE seen AS SELECT o.*, o.paid - coalesce(sum(g.pence), 0) AS "left", count(g.invoice) AS back,
    datetime(o.utc, {ahead}) AS here
FROM orders o LEFT JOIN gone g ON g.invoice = o.invoice AND g.utc < :now WHERE o.utc < :now GROUP BY o.invoice;
CREATE TABLE kept AS SELECT who, utc, "left", strftime('%Y-%m-01', here) AS month,
    date(here, 'weekday 0', '-6 days') AS week, row_number() OVER (PARTITION BY who ORDER BY utc) AS turn
FROM seen WHERE back < units;
CREATE TABLE began AS SELECT who, month, week, utc FROM kept WHERE turn = 1;
CREATE TABLE again AS SELECT b.who, (strftime('%s', k.utc) - strftime('%s', b.utc)) / 86400.0 AS days
FROM began b JOIN kept k ON k.who = b.who AND k.turn = 2;
"""
LONDON = (
    "CASE WHEN o.utc >= '2010-03-28 01:00' AND o.utc < '2010-10-31 01:00' THEN '+1 hour' ELSE '+0 hours' END"
)
SHANGHAI = "'+8 hours'"
ASKED = {
    "kept": """SELECT who, count(*), sum("left") FROM kept GROUP BY who""",
    "stage": """SELECT s.who, CASE WHEN y.many >= 2 THEN 'loyal' WHEN y.many = 1 THEN 'purchase'
        WHEN max(s.utc) >= datetime(:now, '-30 days') THEN 'intention' ELSE 'lost' END
        FROM seen s LEFT JOIN (SELECT who, count(*) AS many FROM kept WHERE utc >= datetime(:now, '-365 days')
        GROUP BY who) y ON y.who = s.who GROUP BY s.who""",
    "cell": """SELECT who, (max(utc) >= datetime(:now, '-60 days')) || (count(*) >= 5) || (sum("left") >= 50000)
        FROM kept WHERE utc >= datetime(:now, '-365 days') GROUP BY who""",
}
GROUPS = {
    "rhythm": """WITH p AS (SELECT who, max(utc >= datetime(:now, '-30 days')) AS here,
            max(utc >= datetime(:now, '-60 days') AND utc < datetime(:now, '-30 days')) AS there,
            max(utc < datetime(:now, '-30 days')) AS before FROM kept GROUP BY who)
        SELECT who, 'new' FROM p WHERE here AND NOT before
        UNION ALL SELECT who, 'returning' FROM p WHERE here AND there
        UNION ALL SELECT who, 'resurrecting' FROM p WHERE here AND before AND NOT there
        UNION ALL SELECT who, 'dormant' FROM p WHERE there AND NOT here""",
    "second order": """SELECT who, 'people', NULL FROM again UNION ALL
        SELECT who, 'from', CASE WHEN days < 7 THEN '0' WHEN days < 14 THEN '7' WHEN days < 30 THEN '14'
        WHEN days < 60 THEN '30' WHEN days < 90 THEN '60' WHEN days < 180 THEN '90' ELSE '180' END FROM again""",
    "cohort people": """SELECT DISTINCT k.who, strftime('%Y-%m', b.month), CAST(
        (strftime('%Y', k.month) - strftime('%Y', b.month)) * 12 + strftime('%m', k.month) - strftime('%m', b.month)
        AS TEXT) FROM kept k JOIN began b ON b.who = k.who""",
}
PERIODS = """
WITH RECURSIVE pairs(this, prior, more) AS (
    SELECT {first}, date({first}, '{step}'), 12
    UNION ALL SELECT prior, date(prior, '{step}'), more - 1 FROM pairs WHERE more > 1),
came AS (SELECT DISTINCT p.this, k.who, k.{kind} = p.this AS here, b.{kind} = p.this AS fresh
    FROM pairs p JOIN kept k ON k.{kind} IN (p.this, p.prior) JOIN began b ON b.who = k.who),
person AS (SELECT this, max(here) AS here, min(here) = 0 AS there, max(fresh) AS fresh FROM came GROUP BY this, who)
SELECT p.this, coalesce(sum(fresh), 0), coalesce(sum(here AND there), 0),
    coalesce(sum(here AND NOT there AND NOT fresh), 0), coalesce(sum(there AND NOT here), 0)
FROM pairs p LEFT JOIN person c ON c.this = p.this GROUP BY p.this
"""
KINDS = ("new", "returning", "resurrecting", "dormant")


def books(lines: Iterable[Line]) -> sqlite3.Connection:
    """Orders and what went back of them."""
    con = sqlite3.connect(":memory:")
    con.execute("CREATE TABLE lines (invoice TEXT, code TEXT, quantity INT, at TEXT, pence INT, who TEXT)")
    rows = [(*line[:4], round(line[4] * 100), line[5]) for line in lines]
    con.executemany("INSERT INTO lines VALUES (?, ?, ?, ?, ?, ?)", rows)
    con.executescript(BOOKS)
    return con


def stand(con: sqlite3.Connection, now: str, day: str, ahead: str) -> dict[str, dict[Any, Any]]:
    """Everything as of `now` (UTC), the end of `day`, in a zone that is `ahead` of UTC (SQL)."""
    con.executescript("".join(f"DROP TABLE IF EXISTS {name};" for name in ("seen", "kept", "began", "again")))
    for statement in STANDING.format(ahead=ahead).split(";")[:-1]:
        con.execute(statement, {"now": now} if ":now" in statement else {})
    found: dict[str, dict[Any, Any]] = {}
    for name, sql in ASKED.items():
        rows = con.execute(sql, {"now": now} if ":now" in sql else {}).fetchall()
        found[name] = {row[0]: row[1:] if len(row) > 2 else row[1] for row in rows}
    for name, sql in GROUPS.items():
        found[name] = _grouped(con.execute(sql, {"now": now} if ":now" in sql else {}))
    found["cohorts"] = _shares(found["cohort people"])
    found["months"] = _periods(con, f"strftime('%Y-%m-01', '{day}')", "month", "-1 month")
    found["weeks"] = _periods(con, f"date('{day}', 'weekday 0', '-6 days')", "week", "-7 days")
    return found


def _grouped(rows: Iterable[tuple[Any, ...]]) -> dict[Any, frozenset[str]]:
    found: dict[Any, set[str]] = {}
    for who, *keys in rows:
        found.setdefault(tuple(key for key in keys if key is not None), set()).add(who)
    return {key: frozenset(people) for key, people in found.items()}


def _shares(whose: dict[Any, frozenset[str]]) -> dict[Any, Any]:
    """The share of a month's newcomers who bought again so many months later, and how many newcomers."""
    sizes = {first: len(people) for (first, since), people in whose.items() if since == "0"}
    return {
        (first, since): (round(len(people) / sizes[first], 9), sizes[first])
        for (first, since), people in whose.items()
    }


def _periods(con: sqlite3.Connection, first: str, kind: str, step: str) -> dict[Any, int]:
    rows = con.execute(PERIODS.format(first=first, kind=kind, step=step))
    return {(now, name): many for now, *counts in rows for name, many in zip(KINDS, counts, strict=True)}
