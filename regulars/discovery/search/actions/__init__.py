"""Keeping the index in step, and the words that mean the same. Only the worker and the command line write the index."""

from regulars.discovery.search.actions.asked import keep_asked
from regulars.discovery.search.actions.marking import mark, mark_products, mark_store
from regulars.discovery.search.actions.synonyms import (
    NoWord,
    SaidAlready,
    SameWord,
    TooMany,
    add_synonym,
    end_synonym,
)
from regulars.discovery.search.actions.writing import index_waiting, rebuild

__all__ = [
    "NoWord",
    "SaidAlready",
    "SameWord",
    "TooMany",
    "add_synonym",
    "end_synonym",
    "index_waiting",
    "keep_asked",
    "mark",
    "mark_products",
    "mark_store",
    "rebuild",
]
