"""Searching: queries a second, CPU a query, and how well the first ten answers fit, beside SQLite's FTS5."""

from bench.search.run import main

__all__ = ["main"]
