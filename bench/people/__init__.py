"""Figures of people on a merchant's invoices: `python -m bench.people --data PATH [--day DAY …] [--json]`.

PATH is a table in the shape of UCI's Online Retail II, or a folder with one. It is loaded into an empty market as
anybody would load it (`regulars import online-retail`), in a temporary home unless `--home` names one to keep, and the
product is asked as of the end of three days, unless `--day` names others: half way, of the month in which most was given
back, and the last. A fourth moment lies within a day: that of a cancellation. Beside it `plain.py` counts the same from
the file with pandas, by the sentences of docs/importing.md and docs/people.md; it imports nothing of the product.

Compared person by person: orders kept and money left of them, stage, cell of recency, frequency and money, rhythm, days
to the second order, and the people behind each point of the cohorts; number by number: cohorts (bought again by month of
the first order), repeat rate, rhythm by week and by month, kept sales. Exit code 1 when anything differs.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from resource import RUSAGE_CHILDREN, RUSAGE_SELF, getrusage
from time import perf_counter
from typing import Any

STORE = "Gift House"
SHOWN = 5
Numbers = Mapping[str, Mapping[Any, Any]]


def main() -> int:
    """Load, count twice, compare, print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument(
        "--day", action="append", type=date.fromisoformat, help="ask as of its end; may be repeated"
    )
    parser.add_argument("--home", type=Path, help="where the market is made and kept for the next run")
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as passing:
        home = (given.home or Path(passing)).absolute()
        os.environ |= {"REGULARS_HOME": str(home), "DJANGO_SETTINGS_MODULE": "regulars.wiring.settings"}
        for name in ("DATABASE_URL", "LAKE_URL"):
            os.environ.pop(name, None)
        result = proved(given.data, home, given.day)
    print(json.dumps(result, default=str) if given.json else said(result))
    return 0 if result["agree"] else 1


def proved(data: Path, home: Path, days: list[date] | None = None) -> dict[str, Any]:
    """Both calculations of a file, and how often they differ."""
    imported = _loaded(data, home / "imported.json")
    spent: dict[str, dict[str, float]] = {"init and import": imported.pop("seconds")}
    import django

    django.setup()
    from bench.people import ours, plain

    with _told(spent, "plain pandas"):
        file = plain.file_in(data)
        read = plain.Books.of(file)
        moments = {str(day): read.end(day) for day in days or read.days()} | read.between()
        counted = {name: read.as_of(moment) for name, moment in moments.items()}
    with _told(spent, "regulars"):
        asked = {name: ours.as_of(STORE, moment) for name, moment in moments.items()}
    found = {name: compared(asked[name], counted[name]) for name in moments}
    return {
        "file": file.name,
        "rows": read.rows,
        "imported": imported,
        "plain": read.told(),
        "seconds": spent,
        "moments": {name: one | {"as of": moments[name].isoformat()} for name, one in found.items()},
        "shown": {name: _shown(asked[name], counted[name]) for name in moments},
        "agree": imported == read.told() and not any(one["differing"] for one in found.values()),
    }


def _loaded(data: Path, note: Path) -> dict[str, Any]:
    """What the import counted in this home, and the seconds it took; loaded when it is not there yet."""
    if not note.exists():
        spent: dict[str, dict[str, float]] = {}
        with _told(spent, "all"):
            _run("init")
            result = json.loads(_run("import", "online-retail", str(data), "--store", STORE, "--json"))
        kept = {key: result[key] for key in ("orders", "refunds", "refunds_unmatched", "rejected")}
        note.write_text(json.dumps(kept | {"seconds": spent["all"]}))
    found: dict[str, Any] = json.loads(note.read_text())
    return found


def compared(ours: Numbers, plain: Numbers) -> dict[str, Any]:
    """How many numbers there are of each kind, how many differ, and the first that do."""
    numbers, differing = Counter[str](), Counter[str]()
    examples = []
    for name in sorted({*ours, *plain}):
        left, right = ours.get(name, {}), plain.get(name, {})
        for key in left.keys() | right.keys():
            numbers[name] += 1
            if left.get(key) != right.get(key):
                differing[name] += 1
                examples.append([name, key, left.get(key), right.get(key)])
    return {
        "numbers": dict(numbers),
        "differing": sum(differing.values()),
        "differing in": dict(differing),
        "examples": sorted(examples, key=str)[:SHOWN],
    }


def _run(*words: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "regulars.faces.terminal", *words], capture_output=True, text=True
    )
    if done.returncode:
        raise SystemExit(done.stderr or done.stdout)
    return done.stdout


class _told:
    """Adds the wall and CPU seconds of a block, children included, to what was spent."""

    def __init__(self, spent: dict[str, dict[str, float]], name: str):
        self.spent, self.name = spent, name

    def __enter__(self) -> None:
        self.wall, self.cpu = perf_counter(), _cpu()

    def __exit__(self, *_error: object) -> None:
        wall, cpu = perf_counter() - self.wall, _cpu() - self.cpu
        self.spent[self.name] = {"wall": round(wall, 1), "cpu": round(cpu, 1)}


def _cpu() -> float:
    used = [getrusage(whose) for whose in (RUSAGE_SELF, RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def _shown(ours: Numbers, plain: Numbers) -> dict[str, Any]:
    """Sums that people can read, of both sides."""
    sides = {"ours": dict(_sums(ours)), "plain": dict(_sums(plain))}
    return {key: [sides["ours"].get(key), sides["plain"].get(key)] for key in sides["plain"] | sides["ours"]}


def _sums(numbers: Numbers) -> Iterator[tuple[str, Any]]:
    for name in ("stage", "cell"):
        for value, many in sorted(Counter(numbers[name].values()).items()):
            yield f"{name} {value}", many
    for kind, people in sorted(numbers["rhythm"].items()):
        yield f"rhythm {kind[0]}", len(people)
    for key, value in numbers["single figures"].items():
        yield key, value
    firsts = {key for key in numbers["cohorts"] if key[1] == "1"}
    for key in sorted(firsts)[-3:]:
        share, among = numbers["cohorts"][key]
        yield f"first bought in {key[0]}, again the month after", f"{share:.4f} of {among}"


def said(result: dict[str, Any]) -> str:
    """The result as lines for people."""
    imported, plain = result["imported"], result["plain"]
    lines = [
        f"{result['file']}: {result['rows']} rows",
        f"import: {imported}",
        f"plain:  {plain}",
        *(f"{name}: {one['wall']} s, {one['cpu']} s of CPU" for name, one in result["seconds"].items()),
    ]
    for name, one in result["moments"].items():
        lines += ["", f"as of {name} ({one['as of']})", f"  {'':<46}{'regulars':>20}{'plain':>20}"]
        lines += [
            f"  {key:<46}{left!s:>20}{right!s:>20}" for key, (left, right) in result["shown"][name].items()
        ]
        lines.append("  compared: " + ", ".join(f"{kind} {many}" for kind, many in one["numbers"].items()))
        lines.append(f"  differing: {one['differing']}")
        lines += [f"    {kind} {key}: {left} | {right}" for kind, key, left, right in one["examples"]]
    return "\n".join([*lines, "", f"agree: {result['agree']}"])
