"""Items as short vectors, near each other when the same people want them: the spectrum of the co-counts.

The vectors are the right singular vectors of D_p^(-1/2) X D_i^(-1/2), X the person-item matrix and D the sums of its rows
and columns: the eigenvectors of the normalised co-count matrix (what GF-CF calls its ideal low-pass filter: Y. Shen et
al., "How Powerful is Graph Convolution for Recommendation?", CIKM 2021, section 4). They are found by subspace iteration
from a random start (N. Halko, P.-G. Martinsson, J. Tropp, "Finding Structure with Randomness", SIAM Review 2011,
algorithm 4.4).
"""

from __future__ import annotations

from typing import Any

from regulars.ground.kit.later import np, sparse

Array = Any
Matrix = Any
SPARE, ROUNDS = 16, 5


def item_vectors(matrix: Matrix, size: int = 64, seed: int = 0) -> Array:
    """Vectors of unit length (items x size, float32) from who has what (CSR, people x items, no negative numbers).

    Directions are weighted by their singular values, so near vectors are near in the co-counts. An item that nobody has
    gets zeros. With fewer people or items than `size` the rest are zeros. The same matrix makes the same vectors.
    """
    items = matrix.shape[1]
    scaled = normalised(matrix)
    rank = min(size + SPARE, *matrix.shape)
    made = np.zeros((items, size), dtype=np.float32)
    if not rank or not scaled.nnz:
        return made
    basis = _basis(scaled, rank, seed)
    _left, values, right = np.linalg.svd(basis.T @ scaled, full_matrices=False)
    right *= np.where(np.abs(right).max(axis=1) == right.max(axis=1), 1.0, -1.0)[:, None]
    kept = min(size, rank)
    made[:, :kept] = (right[:kept] * values[:kept, None]).T
    return unit(made)


def normalised(matrix: Matrix) -> Matrix:
    """Each number over the roots of the sums of its row and column."""
    rows, columns = (np.asarray(matrix.sum(axis=axis)).ravel() for axis in (1, 0))
    return (sparse.diags(_inverse_root(rows)) @ matrix @ sparse.diags(_inverse_root(columns))).tocsr()


def unit(vectors: Array) -> Array:
    """Rows at length 1; rows of zeros stay."""
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.divide(vectors, lengths, out=np.zeros_like(vectors), where=lengths > 0)


def nearest(vectors: Array, wanted: Array, most: int, without: int | None = None) -> tuple[Array, Array]:
    """Numbers of the `most` vectors nearest to one, nearest first, and the cosines; `without` is left out."""
    said = vectors @ wanted
    if without is not None:
        said[without] = -np.inf
    top = np.argpartition(-said, min(most, len(said)) - 1)[:most]
    top.sort()
    top = top[np.argsort(-said[top], kind="stable")]
    top = top[np.isfinite(said[top])]
    return top, said[top]


def _inverse_root(sums: Array) -> Array:
    return np.divide(1.0, np.sqrt(sums), out=np.zeros(len(sums), dtype=np.float32), where=sums > 0)


def _basis(scaled: Matrix, rank: int, seed: int) -> Array:
    """Orthonormal columns (people x rank) that span the leading left directions."""
    dice = np.random.default_rng(seed)
    across = scaled.T.tocsr()
    basis, _ = np.linalg.qr(scaled @ dice.standard_normal((scaled.shape[1], rank)).astype(np.float32))
    for _ in range(ROUNDS):
        back, _ = np.linalg.qr(across @ basis)
        basis, _ = np.linalg.qr(scaled @ back)
    return basis
