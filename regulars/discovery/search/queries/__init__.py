"""Finding products, stores and other things by words."""

from regulars.discovery.search.hooks import Tile
from regulars.discovery.search.models import Synonym
from regulars.discovery.search.queries.finding import Found, found_first, search, stands
from regulars.discovery.search.queries.kinds import every_kind
from regulars.discovery.search.queries.suggesting import Suggestion, suggest
from regulars.discovery.search.queries.synonyms import synonym, synonyms
from regulars.discovery.search.rules import Facets, Filters

__all__ = [
    "Facets",
    "Filters",
    "Found",
    "Suggestion",
    "Synonym",
    "Tile",
    "every_kind",
    "found_first",
    "search",
    "stands",
    "suggest",
    "synonym",
    "synonyms",
]
