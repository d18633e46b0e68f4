"""How well settings do on people's own things that were set aside, judged on a sample of the items.

A fifth of everybody's things is set aside. Only some of the items are given columns, and what was set aside is ranked
among these. The place among all items is then not known, but how it is spread is: with a share f of the items sampled at
random, r sampled items before a thing and every place as likely beforehand, the number of other items before it is
negative binomial (r + 1, f). So recall and NDCG among the first 20 of all items are estimated at the cost of the sample.
"""

from __future__ import annotations

from dataclasses import dataclass

from regulars.discovery.recommend.rules.taste.near import NOBODY
from regulars.discovery.recommend.rules.taste.settings import Array, Matrix
from regulars.ground.kit.later import np, sparse

SET_ASIDE, FIRST = 0.2, 20
MOST_TARGETS, MOST_PEOPLE, AT_A_TIME = 3_000, 60_000, 1_000


@dataclass(frozen=True, slots=True)
class Trial:
    """What to learn from (`kept`), the sampled items, and the people asked with what was set aside of theirs.

    `people` are row numbers; `rows` and `columns` say which person (place in `people`) wants which sampled item (place in
    `targets`); `worth` is what finding it at a place counts, per place.
    """

    kept: Matrix
    targets: Array
    people: Array
    rows: Array
    columns: Array
    shares: Array
    ideal: Array
    gains: Array

    def value(self, hoods: Array, weights: Array) -> float:
        """Mean of estimated recall and NDCG among the first 20, for columns as of `solved`."""
        columns = columns_of(hoods, weights, self.kept.shape[1])
        own = self.kept[self.people]
        found = np.concatenate(
            [
                self._ranks(own[start : start + AT_A_TIME], columns, start)
                for start in range(0, len(self.people), AT_A_TIME)
            ]
        )
        gains = self.gains[:, np.minimum(found, self.gains.shape[1] - 1)]
        total = (gains[0] * self.shares + gains[1] / self.ideal).sum()
        return float(total / 2 / len(self.people))

    def _ranks(self, own: Matrix, columns: Matrix, start: int) -> Array:
        """Places among the sampled items of what was set aside, for some people in a row."""
        said = (own @ columns).toarray()
        has = own[:, self.targets].tocoo()
        said[has.row, has.col] = -np.inf
        some = slice(*np.searchsorted(self.rows, [start, start + own.shape[0]]))
        rows, wanted = self.rows[some] - start, self.columns[some]
        return (said[rows] >= said[rows, wanted][:, None]).sum(axis=1) - 1


def trial(matrix: Matrix, seed: int = 0) -> Trial:
    """A trial on a matrix (CSR, people x items). The same seed sets the same things aside."""
    dice = np.random.default_rng(seed)
    kept, aside = _cut(matrix, dice)
    there = np.flatnonzero(np.bincount(kept.indices, minlength=kept.shape[1]))
    targets = np.sort(dice.permutation(there)[:MOST_TARGETS])
    sizes = np.diff(aside.indptr)
    among = aside[:, targets].tocsr()
    asked = np.flatnonzero(sizes)
    people = np.sort(dice.permutation(asked)[:MOST_PEOPLE])
    among = among[people].tocoo()
    order = np.lexsort((among.col, among.row))
    rows, columns = among.row[order], among.col[order]
    share = len(targets) / max(len(there), 1)
    wanted = sizes[people][rows]
    ideal = np.cumsum(1 / np.log2(np.arange(FIRST) + 2))[np.minimum(wanted, FIRST) - 1] * share
    return Trial(kept, targets, people, rows, columns, 1 / (wanted * share), ideal, gains_of(share))


def columns_of(hoods: Array, weights: Array, items: int) -> Matrix:
    """Columns as a sparse matrix (items x targets)."""
    there = hoods != NOBODY
    place = np.broadcast_to(np.arange(len(hoods))[:, None], hoods.shape)[there]
    return sparse.csr_matrix((weights[there], (hoods[there], place)), shape=(items, len(hoods)))


def gains_of(share: float) -> Array:
    """Expected recall and NDCG (2 rows) of something at each place of a sample of this share of the items.

    With r before it in the sample, m others are before it with chance C(r + m, m) share^(r + 1) (1 - share)^m.
    """
    gains = np.zeros((2, FIRST + 1))
    for before in range(FIRST):
        chance = share ** (before + 1)
        for others in range(FIRST - before):
            gains[0, before] += chance
            gains[1, before] += chance / np.log2(before + others + 2)
            chance *= (before + others + 1) / (others + 1) * (1 - share)
    return gains


def _cut(matrix: Matrix, dice: Array) -> tuple[Matrix, Matrix]:
    """What is kept and what is set aside: each thing with the same chance, but nobody's last one."""
    rows = np.repeat(np.arange(matrix.shape[0]), np.diff(matrix.indptr))
    luck = dice.random(matrix.nnz)
    order = np.lexsort((luck, rows))
    place = np.empty(matrix.nnz, dtype=np.int64)
    place[order] = np.arange(matrix.nnz) - matrix.indptr[:-1][rows]
    sizes = np.diff(matrix.indptr)[rows]
    aside = place < np.floor(sizes * SET_ASIDE + dice.random(matrix.shape[0])[rows])
    aside &= place < sizes - 1
    return _part(matrix, rows, ~aside), _part(matrix, rows, aside)


def _part(matrix: Matrix, rows: Array, wanted: Array) -> Matrix:
    return sparse.csr_matrix(
        (matrix.data[wanted], (rows[wanted], matrix.indices[wanted])), shape=matrix.shape, dtype=np.float32
    )
