"""Who is credited with a million paths, beside ChannelAttribution: `python -m bench.attribution [--json]`.

Both get the same paths: 12 channels, 3.3 touches each, one in eight leads to an order. ChannelAttribution takes paths as
strings, equal ones added up; that preparation is timed on its own. First, last and even shares must agree, ours of the
chain must agree with a dense solve that really takes each channel out (1e-9), and its simulated shares of the chain are
printed beside the exact ones. CPU seconds, in interleaved rounds; "limit" reads the touches once.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np

from regulars.loyalty.customers.rules.credit import columns
from regulars.loyalty.customers.rules.credit.markov import Chain, removal_effects

ROOT = Path(__file__).resolve().parents[1]
PEER_HOME = ROOT / ".venv-bench" / "attribution"
PEER = "ChannelAttribution==2.2.5"
CHANNELS, MEAN_LENGTH, LONGEST = 12, 3.3, 30
EXACT, AGREE = 1e-9, 1e-6
MODELS = ("first", "last", "linear")
ALL = (*MODELS, "position", "decay", "markov")


def drawn(paths: int, seed: int = 1) -> columns.Columns:
    """Paths as columns; some channels come more often, some bring more orders."""
    dice = np.random.default_rng(seed)
    length = np.minimum(dice.geometric(1 / MEAN_LENGTH, paths), LONGEST)
    often = 1.0 / np.arange(1, CHANNELS + 1)
    channel = dice.choice(CHANNELS, int(length.sum()), p=often / often.sum()).astype(np.uint8)
    brings = dice.permutation(np.linspace(0.02, 0.22, CHANNELS))
    last = channel[np.cumsum(length) - 1]
    ordered = dice.random(paths) < brings[last]
    seconds = np.sort(dice.random(len(channel)) * 30 * 86_400)[::-1].copy()
    return columns.Columns(channel, seconds, length, np.ones(paths), ordered, CHANNELS)


def shares_of_chain(paths: columns.Columns) -> Any:
    """Orders per channel as ChannelAttribution shares them: all orders by the removal effects."""
    effects = np.array(removal_effects(columns.chain(paths)))
    return effects / effects.sum() * paths.ordered.sum()


def dense(counted: Chain) -> Any:
    """The removal effects by solving the chain again without each channel."""
    leaving = counted.steps.sum(axis=1) + counted.ordered + counted.lost
    steps, orders = counted.steps / leaving[:, None], counted.ordered / leaving
    begun = counted.begun / counted.begun.sum()

    def chance(kept: list[int]) -> float:
        inner = np.eye(len(kept)) - steps[np.ix_(kept, kept)]
        return float(begun[kept] @ np.linalg.solve(inner, orders[kept]))

    every = list(range(len(begun)))
    return np.array([1 - chance([n for n in every if n != gone]) / chance(every) for gone in every])


class Peer:
    """ChannelAttribution in an environment of its own, holding the same paths."""

    def __init__(self, home: Path) -> None:
        command = [str(prepared()), str(ROOT / "bench" / "attribution_peer.py"), str(home)]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def ask(self, what: str) -> dict[str, Any]:
        """CPU seconds and orders per channel of one method."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(what + "\n")
        self._process.stdin.flush()
        answer: dict[str, Any] = json.loads(self._process.stdout.readline())
        return answer

    def close(self) -> None:
        """Let it end."""
        self._process.communicate()


def prepared() -> Path:
    """Create the peer's environment if it is missing; returns its interpreter."""
    python = PEER_HOME / "bin" / "python"
    if not (PEER_HOME / "ready").exists():
        subprocess.run([sys.executable, "-m", "venv", "--clear", str(PEER_HOME)], check=True)
        wanted = [PEER, "matplotlib", "numpy", "pandas", "setuptools"]
        subprocess.run([str(python), "-m", "pip", "install", "-q", *wanted], check=True, stdout=sys.stderr)
        (PEER_HOME / "ready").touch()
    return python


def timed(work: Callable[[], Any]) -> tuple[float, Any]:
    """CPU seconds of all threads, and the result."""
    began = time.process_time()
    result = work()
    return time.process_time() - began, result


def our_round(paths: columns.Columns) -> tuple[dict[str, float], dict[str, Any]]:
    """CPU seconds and results of everything on our side."""
    paths = replace(paths)  # nothing worked out in an earlier round is there
    runs = {name: timed(lambda name=name: getattr(columns, name)(paths)) for name in ALL}
    afresh = replace(paths)
    runs["chain"] = timed(lambda: shares_of_chain(afresh))
    runs["limit"] = timed(lambda: paths.channel.sum() + paths.ordered.sum())
    return {name: run[0] for name, run in runs.items()}, {name: run[1] for name, run in runs.items()}


def measure(count: int, rounds: int) -> dict[str, Any]:
    """Interleaved rounds of both sides, and what they said."""
    paths = drawn(count)
    ours, theirs = [], []
    with tempfile.TemporaryDirectory() as home:
        for name in ("channel", "length", "ordered"):
            np.save(Path(home) / f"{name}.npy", getattr(paths, name))
        peer = Peer(Path(home))
        for _round in range(rounds):
            spent, said = our_round(paths)
            ours.append(spent)
            told = {what: peer.ask(what) for what in ("prepare", "heuristic", "markov")}
            theirs.append(told)
        peer.close()
    return summary(paths, ours, said, theirs)


def summary(
    paths: columns.Columns, ours: list[dict[str, float]], said: dict[str, Any], theirs: list[dict[str, Any]]
) -> dict[str, Any]:
    """Medians, ratios, and how far the results lie apart."""
    touches = len(paths.channel)
    cpu = {name: median(one[name] for one in ours) for name in ours[0]}
    peer = {name: median(one[name]["cpu_s"] for one in theirs) for name in theirs[0]}
    counted = columns.chain(paths)
    off = float(np.abs(np.array(removal_effects(counted)) - dense(counted)).max())
    apart = {name: _apart(said[name], theirs[-1]["heuristic"][name]) for name in MODELS}
    heuristic = [sum(one[name] for name in MODELS) for one in ours]
    return {
        "benchmark": "attribution",
        "peer": PEER,
        "paths": len(paths.length),
        "touches": touches,
        "rounds": len(ours),
        "cpu_s": {name: round(value, 5) for name, value in cpu.items()},
        "peer_cpu_s": {name: round(value, 4) for name, value in peer.items()},
        "touches_per_cpu_s": {
            "first, last, evenly": round(touches / median(heuristic)),
            "exact chain": round(touches / cpu["chain"]),
            "all six": round(touches / sum(cpu[name] for name in ALL)),
        },
        "ratio": {
            "first, last, evenly": _ratio(theirs, heuristic, "heuristic"),
            "first, last, evenly, with preparation": _ratio(theirs, heuristic, "prepare", "heuristic"),
            "chain": _ratio(theirs, [one["chain"] for one in ours], "markov"),
            "chain, with preparation": _ratio(theirs, [one["chain"] for one in ours], "prepare", "markov"),
        },
        "of_limit": round(cpu["chain"] / cpu["limit"], 1) if cpu["limit"] else None,
        "exact_to": off,
        "apart_first_last_evenly": apart,
        "simulated_chain_off_by_at_most": _apart(said["chain"], theirs[-1]["markov"]["chain"]),
        "right": off <= EXACT and max(apart.values()) <= AGREE and _whole(paths, said),
    }


def _whole(paths: columns.Columns, said: dict[str, Any]) -> bool:
    """Whether every model shares out all orders."""
    orders = float(paths.ordered.sum())
    return all(abs(float(said[name].sum()) - orders) <= AGREE * orders for name in ALL)


def _apart(ours: Any, theirs: list[float]) -> float:
    return float(np.max(np.abs(ours - np.array(theirs)) / np.maximum(ours, 1)))


def _ratio(theirs: list[dict[str, Any]], ours: list[float], *parts: str) -> dict[str, float]:
    found = [sum(one[part]["cpu_s"] for part in parts) / own for one, own in zip(theirs, ours, strict=True)]
    return {
        "median": round(median(found), 1),
        "min": round(min(found), 1),
        "max": round(max(found), 1),
    }


def show(result: dict[str, Any]) -> None:
    """The result for people."""
    print(f"{result['paths']:,} paths, {result['touches']:,} touches, {result['rounds']} rounds")
    for name, rate in result["touches_per_cpu_s"].items():
        print(f"{name:24} {rate / 1e6:8.1f} M touches per CPU second")
    for name, ratio in result["ratio"].items():
        print(f"{name:40} {ratio['median']:.0f} x {PEER} ({ratio['min']:.0f}-{ratio['max']:.0f})")
    print(f"exact chain off a dense solve by at most {result['exact_to']:.1e}")
    print(f"the simulated chain is off by up to {result['simulated_chain_off_by_at_most']:.1%}")
    print("right" if result["right"] else "WRONG RESULTS")


def main() -> int:
    """Measure and print; 1 when results are wrong."""
    parser = argparse.ArgumentParser(prog="bench.attribution")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument("--paths", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=5)
    asked = parser.parse_args()
    result = measure(asked.paths, asked.rounds)
    print(json.dumps(result)) if asked.json else show(result)
    return 0 if result["right"] else 1


if __name__ == "__main__":
    raise SystemExit(main())
