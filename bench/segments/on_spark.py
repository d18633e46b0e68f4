"""Asks PySpark: `python -m bench.segments.on_spark FOLDER` with `trail/`, `people/` and `asked.json` in it."""

from __future__ import annotations

import hashlib
import json
import sys
import time
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

MASTER = "local-cluster[2,1,2048]"


def digest(people: Any) -> str:
    """One text for a set of people, whichever engine found them."""
    names = sorted(people.to_pyarrow()["person"].to_pylist())
    return hashlib.sha256("\n".join(names).encode()).hexdigest()


def main(folder: Path) -> dict[str, Any]:
    """Ask every group on a local cluster of two workers."""
    import ibis

    from regulars.loyalty.segments.figures import plan
    from regulars.loyalty.segments.rules.definition import parse
    from regulars.loyalty.segments.rules.question import Question
    from regulars.loyalty.segments.rules.rfm import RfmBounds
    from regulars.loyalty.segments.rules.stages import Windows

    session = _session(folder)
    engine = ibis.pyspark.connect(session)
    trail, people = (engine.read_parquet(str(folder / name), table_name=name) for name in ("trail", "people"))
    told = json.loads((folder / "asked.json").read_text())
    asked = Question(
        as_of=datetime.fromisoformat(told["until"]), zone=ZoneInfo(told["zone"]), windows=Windows(), rfm=RfmBounds(),
        products_in={}, segments={},
    )  # fmt: skip
    rows = []
    for name, definition in told["groups"].items():
        started = time.perf_counter()
        found = plan.members(parse(definition), trail, people, asked)
        rows.append(
            {
                "group": name,
                "people": int(found.count().execute()),
                "digest": digest(found),
                "wall s": round(time.perf_counter() - started, 2),
            }
        )
    version = session.version
    session.stop()
    return {"version": version, "master": MASTER, "groups": rows}


def _session(folder: Path) -> Any:
    from pyspark.sql import SparkSession

    made = SparkSession.builder.master(MASTER).appName("groups")
    for name, value in {
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.driver.host": "127.0.0.1",
        "spark.sql.session.timeZone": "UTC",
        "spark.ui.enabled": "false",
        "spark.sql.shuffle.partitions": "8",
        "spark.sql.warehouse.dir": str(folder / "warehouse"),
        "spark.local.dir": str(folder / "spill"),
        "spark.log.level": "ERROR",
    }.items():
        made = made.config(name, value)
    return made.getOrCreate()


if __name__ == "__main__":
    print(json.dumps(main(Path(sys.argv[1]))))
