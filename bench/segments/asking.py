"""The product's answer beside a query written by hand, in turns, with the bytes that nobody can leave out."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import date, timedelta
from statistics import median
from typing import Any

import numpy as np

from bench.segments.market import DAYS, STORES, UNTIL

MIDDLING = STORES // 2
PAID = "trade.order-paid.v1"


def _ago(days: int) -> str:
    return f"TIMESTAMP '{(UNTIL - timedelta(days=days)).replace(tzinfo=None).isoformat(' ')}'"


def _did(what: str, op: str, value: int, days: int, measure: str = "times", **where: Any) -> dict[str, Any]:
    return {
        "kind": "did", "what": what, "measure": measure, "op": op, "value": value, "window": {"days": days},
        "where": where,
    }  # fmt: skip


def _all(*parts: dict[str, Any]) -> dict[str, Any]:
    return {"kind": "all", "of": list(parts)}


# What the workbench asks, what one would write by hand over the same files, the columns both need, and of how many days.
GROUPS: dict[str, tuple[dict[str, Any], str, dict[str, tuple[str, ...]], int]] = {
    "bought twice for 300 in 90 days": (
        _all(_did("paid", "ge", 2, 90, "orders"), _did("paid", "ge", 30_000, 90, "amount")),
        f"""SELECT person FROM facts WHERE store = $store AND name = '{PAID}' AND "at" >= {_ago(90)}
            GROUP BY person HAVING count(DISTINCT body->>'$.order') >= 2
            AND sum(CAST(body->>'$.paid_minor' AS BIGINT)) >= 30000""",
        {"facts": ("store", "name", "at", "person", "body")},
        90,
    ),
    "looked three times, bought nothing in 30 days": (
        _all(_did("view", "ge", 3, 30), _did("paid", "le", 0, 30)),
        f"""SELECT person FROM (SELECT person, 1 AS seen, 0 AS paid FROM beacons
                WHERE store = $store AND name = 'view' AND "at" >= {_ago(30)}
            UNION ALL SELECT person, 0, 1 FROM facts WHERE store = $store AND name = '{PAID}' AND "at" >= {_ago(30)})
            GROUP BY person HAVING sum(seen) >= 3 AND sum(paid) = 0""",
        {"beacons": ("store", "name", "at", "person"), "facts": ("store", "name", "at", "person")},
        30,
    ),
    "on two days by search, of the last 14": (
        _did("view", "ge", 2, 14, "days", sources=["search"]),
        f"""SELECT person FROM beacons WHERE store = $store AND name = 'view' AND source = 'search'
            AND "at" >= {_ago(14)} GROUP BY person
            HAVING count(DISTINCT CAST(timezone('UTC', "at") AT TIME ZONE $zone AS DATE)) >= 2""",
        {"beacons": ("store", "name", "at", "person", "source")},
        14,
    ),
    "loyal": (
        {"kind": "stage", "in": ["loyal"]},
        f"""SELECT person FROM facts WHERE store = $store AND name = '{PAID}' AND "at" >= {_ago(365)}
            GROUP BY person HAVING count(DISTINCT body->>'$.order') >= 2""",
        {"facts": ("store", "name", "at", "person", "body")},
        365,
    ),
}


def asked(rounds: int) -> dict[str, Any]:
    """Every group of two stores, ours and bare in turns."""
    rate = _reading_rate()
    rows = [
        _one(place, number, name, rounds, rate)
        for place, number in (("largest", 0), ("middling", MIDDLING))
        for name in GROUPS
    ]
    return {"stores": STORES, "days": DAYS, **_sizes(), "GB/s read": round(rate / 1e9, 1), "groups": rows}


def _one(place: str, number: int, name: str, rounds: int, rate: float) -> dict[str, Any]:
    from regulars.ground import lake
    from regulars.people.merchants.models import Store
    from regulars.people.merchants.queries import market

    definition, text, columns, days = GROUPS[name]
    store = Store.objects.get(slug=f"store-{number:03}")
    given = {"store": store.public_id} | ({"zone": market().zone} if "$zone" in text else {})
    ours, bare = _ours(store, definition), _bare(lake, text, given)
    spent: dict[str, list[tuple[float, float]]] = {"ours": [], "bare": []}
    counts: dict[str, set[int]] = {"ours": set(), "bare": set()}
    for _round in range(rounds):
        for who, ask in (("ours", ours), ("bare", bare)):
            wall, cpu = time.perf_counter(), time.process_time()
            counts[who].add(ask())
            spent[who].append((time.perf_counter() - wall, time.process_time() - cpu))
    packed, unpacked = _bytes(store.public_id, columns, (UNTIL - timedelta(days=days)).date())
    took = {who: [median(column) for column in zip(*times, strict=True)] for who, times in spent.items()}
    ratios = [mine[1] / theirs[1] for mine, theirs in zip(spent["ours"], spent["bare"], strict=True)]
    return {
        "group": name,
        "store": place,
        "people": min(counts["ours"]),
        "same": counts["ours"] == counts["bare"],
        "wall s": round(took["ours"][0], 3),
        "cpu s": round(took["ours"][1], 3),
        "bare wall s": round(took["bare"][0], 3),
        "bare cpu s": round(took["bare"][1], 3),
        "ratio": round(median(ratios), 2),
        "ratio range": [round(min(ratios), 2), round(max(ratios), 2)],
        "bytes packed": packed,
        "bytes": unpacked,
        "limit s": round(unpacked / rate, 4),
    }


def _ours(store: Any, definition: dict[str, Any]) -> Callable[[], int]:
    from regulars.loyalty.segments.figures.groups import size

    return lambda: size(store, definition, UNTIL)


def _bare(lake: Any, text: str, given: dict[str, str]) -> Callable[[], int]:
    query = f"SELECT count(*) FROM ({text})"
    return lambda: int(lake.connection().con.execute(query, given).fetchall()[0][0])


def _bytes(store: str, columns: dict[str, tuple[str, ...]], since: date) -> tuple[int, int]:
    """Compressed and plain bytes of the columns, in the row groups of the days asked for that hold the store."""
    import pyarrow.parquet as pq

    from regulars.ground.lake import manifest
    from regulars.ground.lake.place import place

    packed = plain = 0
    for stream, wanted in columns.items():
        for file in (one for one in manifest.load(place()).of(stream) if one.day >= since):
            whole = pq.read_metadata(place() / file.path)
            for number in range(whole.num_row_groups):
                group = whole.row_group(number)
                parts = {group.column(i).path_in_schema: group.column(i) for i in range(group.num_columns)}
                held = parts["store"].statistics
                if held is None or held.min <= store <= held.max:
                    packed += sum(parts[name].total_compressed_size for name in wanted)
                    plain += sum(parts[name].total_uncompressed_size for name in wanted)
    return packed, plain


def _reading_rate() -> float:
    """Bytes a second that one core reads from memory now."""
    numbers = np.ones(32_000_000)
    best = 0.0
    for _try in range(5):
        started = time.process_time()
        numbers.sum()
        best = max(best, numbers.nbytes / (time.process_time() - started))
    return best


def _sizes() -> dict[str, int]:
    from regulars.ground import lake
    from regulars.loyalty.customers.models import Relation

    return {
        "events": sum(int(lake.read(stream).count().execute()) for stream in ("beacons", "facts")),
        "relations": Relation.objects.count(),  # type: ignore[misc]
    }


def said(result: dict[str, Any]) -> str:
    """The same for reading."""
    lines = [
        f"{result['events']:,} events, {result['relations']:,} relations, {result['stores']} stores;"
        f" built in {result['built']['wall s']} s ({result['built']['cpu s']} s CPU)"
    ]
    for row in result["groups"]:
        lines.append(
            f"{row['store']:>8}  {row['group']:<46} {row['people']:>7,} people  {row['wall s']:.2f} s wall"
            f" {row['cpu s']:.2f} s CPU  bare {row['bare cpu s']:.2f} s CPU (x{row['ratio']})"
            f"  {row['bytes'] / 1e6:.0f} MB: limit {row['limit s'] * 1000:.0f} ms"
            f"{'' if row['same'] else '  DIFFERENT'}"
        )
    if "spark" in result:
        lines.append(f"PySpark {result['spark']['version']}, {result['spark']['master']}:")
        lines += [
            f"          {row['group']:<46} {row['people']:>7,} people {'the same' if row['same'] else 'DIFFERENT'}"
            f"  {row['wall s']:.1f} s wall"
            for row in result["spark"]["groups"]
        ]
    return "\n".join([*lines, f"right: {result['right']}"])
