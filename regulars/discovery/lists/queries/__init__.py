"""Questions about lists: for shoppers, and for the people who make them."""

from regulars.discovery.lists.models import List, ListEntry, Showing
from regulars.discovery.lists.queries.desk import (
    entries_of,
    keys_of,
    keys_to_find,
    list_of_market,
    lists_of_market,
    lists_to_find,
    showings_now,
    showings_of,
    state_of,
)
from regulars.discovery.lists.queries.showing import (
    ListCard,
    Place,
    ShownList,
    cards_of,
    choices,
    list_addresses,
    published,
    shown,
    shown_list,
)
from regulars.discovery.lists.queries.sold import goods, shops

__all__ = [
    "List",
    "ListCard",
    "ListEntry",
    "Place",
    "Showing",
    "ShownList",
    "cards_of",
    "choices",
    "entries_of",
    "goods",
    "keys_of",
    "keys_to_find",
    "list_addresses",
    "list_of_market",
    "lists_of_market",
    "lists_to_find",
    "published",
    "shops",
    "showings_now",
    "showings_of",
    "shown",
    "shown_list",
    "state_of",
]
