"""The next item of a session: `python -m bench.next_item --data DIR [--json]`.

DIR holds train.parquet (`session`, `items`: a list, oldest click first; the rows are in order of time unless a column
`time` says otherwise) and test.parquet (`prefix`: a list, `target`). Printed in per cent: P@20, the share of targets
among the first 20, and MRR@20, the mean of 1 / place within these. Beside the model: popularity, rules of one item after
another (closer clicks count more; only the last click asks), and visits like this one (the model's own session-kNN).

`--leave-one-out FILE` instead takes whole histories (a list per person): the last item is the target, all items are
ranked and seen ones masked; Recall@10 and NDCG@10. The item before the last (others validate on it) is never a label of
the trees. All ways count it among what is known when asking; "two-stage, unaware" only asks with it: no source counts it.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from time import process_time
from typing import Any

# One thread: the algebra library reads it when it is loaded.
for _name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(_name, "1")

import numpy as np  # noqa: E402
import pyarrow as pa  # noqa: E402
import pyarrow.parquet as pq  # noqa: E402
from scipy import sparse  # noqa: E402

from bench.files import parts  # noqa: E402
from regulars.discovery.recommend.rules import moment  # noqa: E402
from regulars.discovery.recommend.rules.moment import alike  # noqa: E402
from regulars.discovery.recommend.rules.moment.clicks import Clicks  # noqa: E402
from regulars.discovery.recommend.rules.moment.fitting import gathered  # noqa: E402
from regulars.discovery.recommend.rules.moment.nouns import HISTORIES, Moment, Sessions, Settings  # noqa: E402

LIVE, CHUNK = 400, 1_000


def main() -> int:
    """Learn, ask, print."""
    parser = argparse.ArgumentParser(prog="bench.next_item", description=__doc__)
    parser.add_argument("--data", type=Path, help="a folder, or how two names begin")
    parser.add_argument("--leave-one-out", type=Path, metavar="FILE", help="histories, a list per person")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument("--sample", type=float, default=1.0, help="share of the sessions to learn from")
    given = parser.parse_args()
    if (given.data is None) == (given.leave_one_out is None):
        parser.error("one of --data and --leave-one-out")
    result = (
        of_sessions(given.data, given.sample)
        if given.data
        else of_histories(given.leave_one_out, given.sample)
    )
    print(json.dumps(result) if given.json else said(result))
    return 0


def of_sessions(folder: Path, sample: float = 1.0) -> dict[str, Any]:
    """P@20 and MRR@20 of the model and of its peers."""
    file, questions = parts(folder)
    table = pq.read_table(file)
    if "time" in table.column_names:
        table = table.sort_by("time")
    test = pq.read_table(questions)
    raw, offsets = lists(table["items"])
    codes, items = np.unique(raw, return_inverse=True)
    train = Sessions(items.astype(np.int32), offsets)
    train = train.chosen(np.arange(int(len(train) * (1 - sample)), len(train)))
    asked, asked_offsets = lists(test["prefix"])
    prefixes = Sessions(coded(codes, asked), asked_offsets)
    return compared(train, prefixes, coded(codes, test["target"].to_numpy()), Settings(goods=len(codes)), 20)


def of_histories(file: Path, sample: float = 1.0) -> dict[str, Any]:
    """Recall@10 and NDCG@10, leaving the last item of each person out; nothing is learnt from the one before."""
    table = pq.read_table(file)
    name = next(
        one.name for one in table.schema if pa.types.is_list(one.type) or pa.types.is_large_list(one.type)
    )
    raw, offsets = lists(table[name])
    codes, items = np.unique(raw, return_inverse=True)
    every = Sessions(items.astype(np.int32), offsets)
    every = every.chosen(np.flatnonzero(every.lengths >= 3))
    every = every.chosen(np.arange(int(len(every) * (1 - sample)), len(every)))
    target = every.items[every.offsets[1:] - 1]
    known, asked = every.heads(every.lengths - 2), every.heads(every.lengths - 1)
    return compared(known, asked, target, replace(HISTORIES, goods=len(codes)), 10, asked)


def compared(
    train: Sessions,
    prefixes: Sessions,
    target: Any,
    settings: Settings,
    size: int,
    known: Sessions | None = None,
) -> dict[str, Any]:
    """The model beside its peers on the same questions; `known`: what sources may count that trees may not learn."""
    began = process_time()
    model = moment.fit(
        train, settings, lambda text: print(f"{process_time() - began:7.1f} s {text}", file=sys.stderr)
    )
    unaware, train = model, train if known is None else known
    if known is not None:
        model = replace(model, sources=gathered(known, model.goods, settings))
    trained = process_time() - began
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    ways: dict[str, Callable[[], Any]] = {
        "popularity": lambda: popularity(model, prefixes, size),
        "rules": lambda: rules(train, prefixes, model, size),
        "session-kNN": lambda: visits_alike(model, prefixes, size),
        "two-stage": lambda: moment.rank_many(model, prefixes, size)[0],
    }
    if known is not None:
        ways["two-stage, unaware"] = lambda: moment.rank_many(unaware, prefixes, size)[0]
    return {
        "benchmark": "next-item",
        "sessions": len(train), "clicks": len(train.items), "items": model.goods, "questions": len(prefixes),
        "learnt": model.learnt,
        "train_cpu_s": round(trained, 1), "peak_mb": round(peak), "live_ms": live(model, prefixes, size),
        **{name: told(way, target, size, settings.again) for name, way in ways.items()},
    }  # fmt: skip


def told(way: Callable[[], Any], target: Any, size: int, sessions: bool) -> dict[str, float]:
    """What a way of ranking reaches, and CPU milliseconds per question."""
    began = process_time()
    found = way()
    spent = 1e3 * (process_time() - began) / max(len(target), 1)
    hit = (found == target[:, None]) & (target >= 0)[:, None]
    place = 1 + np.arange(size)
    whole, reciprocal, gain = (
        hit.sum(1).mean(),
        (hit / place).sum(1).mean(),
        (hit / np.log2(1 + place)).sum(1).mean(),
    )
    if sessions:
        return {
            f"p@{size}": round(100 * whole, 2),
            f"mrr@{size}": round(100 * reciprocal, 2),
            "ms": round(spent, 3),
        }
    return {f"recall@{size}": round(whole, 4), f"ndcg@{size}": round(gain, 4), "ms": round(spent, 3)}


def live(model: Moment, prefixes: Sessions, size: int) -> float:
    """CPU milliseconds of one visit asked by itself."""
    rows = np.linspace(0, len(prefixes) - 1, min(LIVE, len(prefixes))).astype(int)
    asked = [prefixes.items[prefixes.offsets[row] : prefixes.offsets[row + 1]] for row in rows]
    moment.rank(model, asked[0], size)
    began = process_time()
    for prefix in asked:
        moment.rank(model, prefix, size)
    return round(1e3 * (process_time() - began) / len(asked), 3)


def popularity(model: Moment, prefixes: Sessions, size: int) -> Any:
    """The most clicked items."""
    order = np.argsort(-model.sources.table[:, 0], kind="stable")
    if model.again:
        return np.broadcast_to(order[:size], (len(prefixes), size))
    rows = [prefixes.items[prefixes.offsets[k] : prefixes.offsets[k + 1]] for k in range(len(prefixes))]
    long = order[: size + int(prefixes.lengths.max())]
    return np.stack([long[~np.isin(long, row)][:size] for row in rows])


def rules(train: Sessions, prefixes: Sessions, model: Moment, size: int) -> Any:
    """Sequential rules: what came after the last click, one by the distance; written apart from the model."""
    items, session = train.items, train.session
    counted = sparse.csr_matrix((model.goods, model.goods))
    for gap in range(1, 11):
        where = np.flatnonzero(session[gap:] == session[:-gap])
        pair = (items[where], items[where + gap])
        counted = counted + sparse.csr_matrix((np.full(len(where), 1 / gap), pair), shape=counted.shape)
    if not model.again:
        counted.setdiag(0)
    clicks = Clicks.of(prefixes, model.window, model.goods)
    asking = sparse.csr_matrix(
        (clicks.age == 0, (clicks.row, clicks.item)), shape=(len(prefixes), model.goods), dtype=np.float64
    )
    return _first(model, prefixes, asking @ counted, size)


def visits_alike(model: Moment, prefixes: Sessions, size: int) -> Any:
    """Session-kNN alone."""
    parts = []
    for begin in range(0, len(prefixes), CHUNK):
        chunk = prefixes.chosen(np.arange(begin, min(begin + CHUNK, len(prefixes))))
        row, item, score, _after = alike.propose(model.sources, Clicks.of(chunk, model.window, model.goods))
        scores = sparse.csr_matrix((score, (row, item)), shape=(len(chunk), model.goods))
        parts.append(_first(model, chunk, scores, size))
    return np.concatenate(parts)


def _first(model: Moment, prefixes: Sessions, scores: Any, size: int) -> Any:
    """The best of each row of a sparse matrix; what was seen is left out where it must be."""
    scores = scores.tocsr()
    found = np.full((len(prefixes), size), -1)
    for row in range(len(prefixes)):
        begin, end = scores.indptr[row], scores.indptr[row + 1]
        items, values = scores.indices[begin:end], scores.data[begin:end]
        if not model.again:
            seen = prefixes.items[prefixes.offsets[row] : prefixes.offsets[row + 1]]
            kept = ~np.isin(items, seen)
            items, values = items[kept], values[kept]
        best = items[np.argsort(-values, kind="stable")[:size]]
        found[row, : len(best)] = best
    return found


def lists(column: Any) -> tuple[Any, Any]:
    """A list column as (flat values, offsets)."""
    whole = column.combine_chunks()
    offsets = np.asarray(whole.offsets, np.int64)
    return np.asarray(whole.values)[offsets[0] : offsets[-1]], offsets - offsets[0]


def coded(codes: Any, raw: Any) -> Any:
    """Codes of items; -1 where the training never saw one."""
    at = np.minimum(np.searchsorted(codes, raw), len(codes) - 1)
    return np.where(codes[at] == raw, at, -1).astype(np.int32)


def said(result: dict[str, Any]) -> str:
    """The result for people."""
    lines = [f"{key}: {value}" for key, value in result.items() if not isinstance(value, dict)]
    for name, figures in result.items():
        if isinstance(figures, dict):
            lines.append(f"{name:<20}" + "".join(f"{key} {value:<10}" for key, value in figures.items()))
    return "\n".join(lines)


if __name__ == "__main__":
    raise SystemExit(main())
