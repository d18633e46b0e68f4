"""Which items are near which: those that the same people have, popular ones held back."""

from __future__ import annotations

from regulars.discovery.recommend.rules.taste.counts import Counts
from regulars.discovery.recommend.rules.taste.settings import Array
from regulars.ground.kit.later import np

NOBODY = -1
AT_A_TIME = 512


def near(counts: Counts, targets: Array, most: int, power: float) -> Array:
    """The `most` nearest items of each target, ascending by number, as int32 rows filled up with -1.

    Near is who has the greatest co-count times its popularity to the power of -c. Equal ones are taken in the order of
    the counts, so the answer is the same whatever else is asked for.
    """
    found = np.full((len(targets), most), NOBODY, dtype=np.int32)
    held_back = (np.maximum(counts.popularity, 1e-12) ** -power).astype(np.float32)
    for start in range(0, len(targets), AT_A_TIME):
        asked = targets[start : start + AT_A_TIME]
        shared = counts.items[asked] @ counts.people
        shared.data *= held_back[shared.indices]
        for row, target in enumerate(asked):
            among = slice(shared.indptr[row], shared.indptr[row + 1])
            best = _best(shared.indices[among], shared.data[among], target, most)
            found[start + row, : len(best)] = best
    return found


def _best(items: Array, scores: Array, target: int, most: int) -> Array:
    scores = np.where(items == target, -1.0, scores)
    if len(items) > most + 1:
        items = items[np.argpartition(-scores, most)[:most]]
    items = items[items != target][:most]
    return np.sort(items)
