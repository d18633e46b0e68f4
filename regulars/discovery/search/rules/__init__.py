"""Search without a framework: words, wishes, synonyms, bands of prices."""

from regulars.discovery.search.rules.facets import Facets, bands
from regulars.discovery.search.rules.synonyms import Pair, spans
from regulars.discovery.search.rules.wishes import Alt, Group, Hits, Wish, relaxed
from regulars.discovery.search.rules.words import (
    CJK,
    FEW,
    MAX_LIMIT,
    MAX_OFFSET,
    MAX_QUERY,
    MAX_TERMS,
    Filters,
    Sort,
    closest,
    distance,
    kept,
    spaced,
    telling,
    tolerance,
)

__all__ = [
    "CJK",
    "FEW",
    "MAX_LIMIT",
    "MAX_OFFSET",
    "MAX_QUERY",
    "MAX_TERMS",
    "Alt",
    "Facets",
    "Filters",
    "Group",
    "Hits",
    "Pair",
    "Sort",
    "Wish",
    "bands",
    "closest",
    "distance",
    "kept",
    "relaxed",
    "spaced",
    "spans",
    "telling",
    "tolerance",
]
