"""Groups of a store's people out of 20 million events: `python -m bench.segments [--json] [--home DIR] [--no-spark]`.

A market of 500 stores, 1,000,000 relations and 20,000,000 events is made through the product's own doors (tables by SQL,
the lake by staged tables and compaction) and kept in `--home` for the next run. Then four usual groups are asked of the
largest store and of one of middling size, as the workbench asks them, in turns with a bare DuckDB query over the same
files and columns that somebody would write by hand. Both must count as many people. "Bytes" are those of the columns
asked for, in the row groups that hold the store, as Parquet says; "limit" is the time to read them once, uncompressed,
from memory in this run. PySpark gets the same plan over the same rows on a local cluster and must give the same people.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from pathlib import Path

DEFAULT_HOME = Path(__file__).resolve().parents[2] / ".venv-bench" / "segments-home"


def main() -> int:
    """Build once, ask, print. Exit code 1 when two ways count differently."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--home", type=Path, default=DEFAULT_HOME, help="where the market is made and kept")
    parser.add_argument("--events", type=int, default=20_000_000)
    parser.add_argument("--relations", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--no-spark", action="store_true", help="leave PySpark out")
    given = parser.parse_args()
    home = given.home.absolute() / f"{given.events}-{given.relations}"
    os.environ |= {"REGULARS_HOME": str(home), "DJANGO_SETTINGS_MODULE": "regulars.wiring.settings"}
    for name in ("DATABASE_URL", "LAKE_URL"):
        os.environ.pop(name, None)
    from bench.segments import asking, market, spark

    made = home / "made.json"
    if not made.exists():
        market.empty(home)
        import django

        django.setup()
        before = time.perf_counter(), time.process_time()
        market.build(given.events, given.relations, lambda text: print(text, file=sys.stderr))
        spent = {"wall s": time.perf_counter() - before[0], "cpu s": time.process_time() - before[1]}
        made.write_text(json.dumps({name: round(value, 1) for name, value in spent.items()}))
    else:
        import django

        django.setup()
    result = asking.asked(given.rounds)
    result["built"] = json.loads(made.read_text())
    if not given.no_spark:
        result["spark"] = spark.agrees(asking.GROUPS)
    result["right"] = all(row["same"] for row in result["groups"]) and (
        given.no_spark or all(row["same"] for row in result["spark"]["groups"])
    )
    print(json.dumps(result) if given.json else asking.said(result))
    return 0 if result["right"] else 1
