"""How much a deed says of what a person likes: looking less than staying, staying less than buying."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

WEIGHTS: Mapping[str, float] = {"click": 0.5, "view": 1.0, "linger": 2.0, "basket": 4.0, "bought": 8.0}
# An interest counts half after two months: a season of shopping.
HALF_LIFE = timedelta(days=60)
# Shorter stays are looks; a reader who stays ten seconds has begun to read.
LINGERED_MS = 10_000
# Nobody looks at more goods in a day: what does is a machine, or a family of them.
MOST_A_DAY = 1_500
