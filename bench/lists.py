"""Lists of things people have, read from Parquet, and how well lists made for them foretell what they take next."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow.compute as pc
import pyarrow.parquet as pq
from scipy import sparse

from bench.files import parts

FIRST = 20
Array = Any
Matrix = Any


@dataclass(frozen=True, slots=True)
class Lists:
    """`train` and `test` have a row per test person first, then the other people; columns are items in the order of
    their ids. `test` has more columns than `train` when there are items nobody trained on; those cannot be found."""

    train: Matrix
    test: Matrix
    items: int

    @property
    def asked(self) -> Array:
        """The people with anything to find."""
        return np.flatnonzero(np.diff(self.test.indptr))


def read(data: Path) -> Lists:
    """`train.parquet` and `test.parquet`: columns `user` (whole number) and `items` (list of whole numbers)."""
    train, test = (_pairs(file) for file in parts(data))
    people = np.unique(np.concatenate([train[0], test[0]]))
    items = np.unique(train[1])
    new = np.setdiff1d(test[1], items)
    columns = np.concatenate([items, new])
    order = np.argsort(columns, kind="stable")

    def matrix(pairs: tuple[Array, Array], width: int) -> Matrix:
        rows = np.searchsorted(people, pairs[0])
        places = order[np.searchsorted(columns, pairs[1], sorter=order)]
        ones = np.ones(len(rows), dtype=np.float32)
        made = sparse.csr_matrix((ones, (rows, places)), shape=(len(people), width))
        made.data[:] = 1.0
        made.sort_indices()
        return made

    return Lists(matrix(train, len(items)), matrix(test, len(columns)), len(items))


def _pairs(file: Path) -> tuple[Array, Array]:
    table = pq.read_table(file, columns=["user", "items"]).combine_chunks()
    users = table["user"].to_numpy()
    lists = table["items"].combine_chunks()
    parents = pc.list_parent_indices(lists).to_numpy()
    return users[parents].astype(np.int64), pc.list_flatten(lists).to_numpy().astype(np.int64)


def scored(lists: Lists, ranked: Callable[[int], Array]) -> dict[str, float]:
    """Mean recall and NDCG of the first 20 over all asked; `ranked` gives the items for a person, best first.

    Recall: found of all that is in the test list. NDCG: the ideal has min(20, length of the test list) places.
    """
    discount = 1 / np.log2(np.arange(FIRST) + 2)
    ideal = np.cumsum(discount)
    recall = ndcg = 0.0
    for person in lists.asked:
        wanted = lists.test.indices[lists.test.indptr[person] : lists.test.indptr[person + 1]]
        made = ranked(person)[:FIRST]
        hits = np.isin(made, wanted, assume_unique=True)
        recall += hits.sum() / len(wanted)
        ndcg += (discount[: len(hits)] * hits).sum() / ideal[min(FIRST, len(wanted)) - 1]
    people = max(len(lists.asked), 1)
    return {"recall@20": round(float(recall) / people, 5), "ndcg@20": round(float(ndcg) / people, 5)}
