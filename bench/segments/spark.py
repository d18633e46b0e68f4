"""The same plan over the same rows on PySpark: installed on first use, run in a process and a folder of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from bench.segments.market import UNTIL

ROOT = Path(__file__).resolve().parents[2]
HOME = ROOT / ".venv-bench" / "spark"
WANTED = ("pyspark==4.0.5", "py4j", "pandas", "python-dateutil", "pytz", "tzdata", "six")


def agrees(groups: dict[str, Any]) -> dict[str, Any]:
    """Every group of the largest store by both engines; `same` where they name the same people. Needs Java."""
    definitions = {name: given[0] for name, given in groups.items()}
    with tempfile.TemporaryDirectory() as folder:
        asked = _written(Path(folder), definitions)
        told = subprocess.run(
            [sys.executable, "-m", "bench.segments.on_spark", folder],
            cwd=ROOT,
            env=os.environ | {"PYTHONPATH": str(_installed()), "SPARK_LOCAL_IP": "127.0.0.1"},
            check=True,
            stdout=subprocess.PIPE,
            text=True,
        )
    answer = json.loads(told.stdout.splitlines()[-1])
    for row in answer["groups"]:
        row["same"] = row["digest"] == asked[row["group"]]
    return dict(answer)


def _installed() -> Path:
    if not (HOME / "ready").exists():
        # Nothing of ours is replaced: the other libraries stay those of the product.
        uv = [str(ROOT / ".boot" / "bin" / "uv"), "pip", "install", "-q", "--python", sys.executable]
        command = [*uv, "--no-deps", "--target", str(HOME), *WANTED]
        subprocess.run(command, check=True, stdout=sys.stderr)
        (HOME / "ready").touch()
    return HOME


def _written(folder: Path, definitions: dict[str, Any]) -> dict[str, str]:
    """The rows and the questions into the folder; the digest of the people found here, by group."""
    from bench.segments.on_spark import digest
    from regulars.loyalty.customers.figures import trail
    from regulars.loyalty.segments.figures.groups import found, readable
    from regulars.loyalty.segments.figures.people import people_table
    from regulars.loyalty.segments.figures.people import question as asked
    from regulars.people.merchants.models import Store
    from regulars.people.merchants.queries import market

    store = Store.objects.get(slug="store-000")
    for name, table in (
        ("trail", trail(store.public_id, UNTIL)),
        ("people", people_table(store, [], asked(store, [], UNTIL))),
    ):
        (folder / name).mkdir()
        table.to_parquet(folder / name / "rows.parquet")
    told = {"zone": market().zone, "until": UNTIL.isoformat(), "groups": definitions}
    (folder / "asked.json").write_text(json.dumps(told))
    return {
        name: digest(found(store, readable(definition), UNTIL).select("person"))
        for name, definition in definitions.items()
    }
