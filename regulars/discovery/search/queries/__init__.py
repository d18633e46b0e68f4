"""Finding products and stores by words."""

from regulars.discovery.search.queries.finding import Found, search
from regulars.discovery.search.rules import Filters

__all__ = ["Filters", "Found", "search"]
