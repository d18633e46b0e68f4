"""Numbers about searching, from the lake."""

from regulars.discovery.search.figures.lookups import FLOOR, Looked, LookedFor, looked_for

__all__ = ["FLOOR", "Looked", "LookedFor", "looked_for"]
