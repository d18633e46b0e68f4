"""Learning which variant of a block is for whom, from what came of each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

import msgspec

from regulars.discovery.recommend.figures.variants import Showing, showings
from regulars.discovery.recommend.rules.variants import Learnt, Shown, learn
from regulars.ground.kit.later import np

# An order is what a block is there for; a click says that it was read.
ORDER, CLICK = 1.0, 0.2
HALF_LIFE = timedelta(days=30)


def variants(until: datetime) -> dict[str, Any]:
    """What is known of the variants of every block, as an array of the model; too few showings teach nothing."""
    told = msgspec.json.encode(learnt(showings(until), until))
    return {"variants": np.frombuffer(told, np.uint8)}


def learnt(rows: Iterable[Showing], until: datetime) -> dict[str, Learnt]:
    """What these showings say, by the spot of the block."""
    blocks: defaultdict[str, list[Shown]] = defaultdict(list)
    for one in rows:
        fading = 0.5 ** ((until - one.at) / HALF_LIFE)
        worth = ORDER if one.ordered else CLICK if one.clicked else 0.0
        blocks[one.block].append(Shown(one.variant, one.features, worth, fading))
    found = {block: learn(shown) for block, shown in blocks.items()}
    return {block: known for block, known in found.items() if known is not None}
