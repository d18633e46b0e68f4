"""Receipts per CPU second, interleaved with django-oscar: `python -m bench.price [--json] [--rounds N]`."""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from pathlib import Path
from statistics import median
from typing import Any

from bench.price.cases import CASES, Case
from bench.price.ours import NOW, basket, offers
from tests.trade.offers.rules_reference import reference_total

ROOT = Path(__file__).resolve().parents[2]
PEER_HOME = ROOT / ".venv-bench"
SHIPPED_CASE = CASES.index(Case(3, 5))
OUR_TIMES, PEER_TIMES, SPIN_TIMES = 300, 4, 20
MOST_DRIFT = 0.10


class Worker:
    """A subprocess that prices on demand and reports its own CPU seconds."""

    def __init__(self, *command: str) -> None:
        self._process = subprocess.Popen(
            command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        self._answer()

    def _answer(self) -> dict[str, Any]:
        assert self._process.stdout is not None
        answer: dict[str, Any] = json.loads(self._process.stdout.readline())
        return answer

    def run(self, case: int, times: int) -> tuple[float, int]:
        """(CPU microseconds per calculation, total in minor units)."""
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps({"case": case, "times": times}) + "\n")
        self._process.stdin.flush()
        answer = self._answer()
        return answer["cpu_s"] / times * 1e6, answer["total"]

    def close(self) -> None:
        """Let the worker end."""
        self._process.communicate()


def prepare_peer() -> str:
    """Create the peer's own environment if it is missing; returns its interpreter."""
    python = PEER_HOME / "bin" / "python"
    if not (PEER_HOME / "ready").exists():
        uv = str(ROOT / ".boot" / "bin" / "uv")
        subprocess.run([uv, "venv", "-q", "--clear", "--python", sys.executable, str(PEER_HOME)], check=True)
        wanted = str(ROOT / "bench" / "requirements-peers.txt")
        subprocess.run([uv, "pip", "install", "-q", "--python", str(python), "-r", wanted], check=True)
        (PEER_HOME / "ready").touch()
    return str(python)


def checked(name: str, case: Case, measured: tuple[float, int]) -> float:
    """The CPU time, once the total is what the slow reference says."""
    if measured[1] != case.expected_total:
        raise SystemExit(f"{name} came to {measured[1]} for {case}, right is {case.expected_total}")
    return measured[0]


def verify_cases() -> None:
    """The expected totals agree with a pricer that tries every combination."""
    for case in CASES:
        if case.idle == 0 and reference_total(basket(case), offers(case), NOW) != case.expected_total:
            raise SystemExit(f"the slow reference disagrees about {case}")


def one_round(ours: Worker, tuned: Worker, shipped: Worker) -> dict[str, Any] | None:
    """Every case on both sides in turn, or None when the machine changed its pace meanwhile."""
    before = ours.run(-1, SPIN_TIMES)[0]
    rows = []
    for n, case in enumerate(CASES):
        row = {"ours": checked("regulars", case, ours.run(n, OUR_TIMES))}
        row["tuned"] = checked("oscar", case, tuned.run(n, PEER_TIMES))
        if n == SHIPPED_CASE:
            row["shipped"] = checked("oscar as shipped", case, shipped.run(n, PEER_TIMES))
        rows.append(row)
    after = ours.run(-1, SPIN_TIMES)[0]
    steady = abs(after - before) <= MOST_DRIFT * before
    return {"rows": rows, "calibration_us": [before, after]} if steady else None


def measure(rounds: int) -> dict[str, Any]:
    """The given number of steady rounds (at most three times as many tries)."""
    verify_cases()
    peer, module = prepare_peer(), str(ROOT / "bench" / "price" / "oscar_worker.py")
    workers = [
        Worker(sys.executable, "-m", "bench.price.ours"),
        Worker(peer, module, "tuned"),
        Worker(peer, module),
    ]
    kept: list[dict[str, Any]] = []
    tries = 0
    while len(kept) < rounds and tries < 3 * rounds:
        tries += 1
        if (result := one_round(*workers)) is not None:
            kept.append(result)
    for worker in workers:
        worker.close()
    if len(kept) < rounds:
        raise SystemExit(f"only {len(kept)} of {tries} rounds were steady; try again on a quieter machine")
    return summary(kept, tries)


def summary(kept: list[dict[str, Any]], tries: int) -> dict[str, Any]:
    """Median CPU times and median, least and largest ratio per case."""
    spins = [spin for each in kept for spin in each["calibration_us"]]
    rows = [row_of(n, case, [each["rows"][n] for each in kept]) for n, case in enumerate(CASES)]
    return {
        "benchmark": "price",
        "peer": "django-oscar 4.2.1",
        "rounds": len(kept),
        "discarded": tries - len(kept),
        "calibration_us": {"median": median(spins), "min": min(spins), "max": max(spins)},
        "totals_verified": True,
        "cases": rows,
    }


def row_of(n: int, case: Case, rows: list[dict[str, float]]) -> dict[str, Any]:
    """One line of the table."""
    ours = median(row["ours"] for row in rows)
    result: dict[str, Any] = {
        "lines": case.lines,
        "offers": case.offers,
        "kind": case.kind,
        "cpu_us": ours,
        "receipts_per_cpu_s": 1e6 / ours,
        "peer_tuned_cpu_us": median(row["tuned"] for row in rows),
        "ratio": spread_of([row["tuned"] / row["ours"] for row in rows]),
    }
    if n == SHIPPED_CASE:
        result["peer_shipped_cpu_us"] = median(row["shipped"] for row in rows)
        result["ratio_shipped"] = spread_of([row["shipped"] / row["ours"] for row in rows])
    return result


def spread_of(ratios: list[float]) -> dict[str, float]:
    """Median, least and largest."""
    return {"median": median(ratios), "min": min(ratios), "max": max(ratios)}


def show(result: dict[str, Any]) -> None:
    """The table for people."""
    spin = result["calibration_us"]
    print(f"calibration {spin['median']:.0f} us ({spin['min']:.0f}-{spin['max']:.0f})", end=", ")
    print(f"{result['rounds']} rounds kept, {result['discarded']} discarded")
    print("lines offers kind                  us/receipt  receipts/s   oscar us   ratio (min-max)")
    for row in result["cases"]:
        case = f"{row['lines']:5} {row['offers']:6} {row['kind']:20}"
        ours = f"{case} {row['cpu_us']:11.0f} {row['receipts_per_cpu_s']:11.0f}"
        print(ours, peer_columns(row["peer_tuned_cpu_us"], row["ratio"]))
        if "ratio_shipped" in row:
            print(f"{'oscar as shipped':>36}", peer_columns(row["peer_shipped_cpu_us"], row["ratio_shipped"]))


def peer_columns(cpu_us: float, ratio: dict[str, float]) -> str:
    """The peer's time and the ratio with its range."""
    return f"{cpu_us:10.0f}   {ratio['median']:.0f} ({ratio['min']:.0f}-{ratio['max']:.0f})"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="bench.price")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument("--rounds", type=int, default=5)
    asked = parser.parse_args()
    result = measure(asked.rounds)
    if asked.json:
        print(json.dumps(result))
    else:
        show(result)


if __name__ == "__main__":
    main()
