"""SQLite's FTS5 over the same terms, titles three times as heavy: all words, or any when fewer than three match."""

from __future__ import annotations

import sqlite3

from bench.search.shelf import Thing
from regulars.discovery.search.queries import terms
from regulars.discovery.search.rules import FEW


class Fts5:
    """An index in memory."""

    def __init__(self, things: list[Thing]) -> None:
        self._database = sqlite3.connect(":memory:")
        self._database.execute("CREATE VIRTUAL TABLE shelf USING fts5(title, others, tokenize = 'unicode61')")
        self._database.executemany(
            "INSERT INTO shelf (rowid, title, others) VALUES (?, ?, ?)",
            [(at, _stems(*thing.titles), _stems(*thing.others)) for at, thing in enumerate(things)],
        )

    def find(self, words: str, limit: int = 10) -> list[int]:
        """Places of the best things in the list."""
        stems = [f'"{stem}"' for stem in terms.stems(terms.for_query(words)) if '"' not in stem]
        found = self._ask(" ".join(stems), limit) if stems else []
        return found if len(found) >= FEW or not stems else self._ask(" OR ".join(stems), limit)

    def _ask(self, query: str, limit: int) -> list[int]:
        rows = self._database.execute(
            "SELECT rowid FROM shelf WHERE shelf MATCH ? ORDER BY bm25(shelf, 3.0, 1.0), rowid LIMIT ?",
            (query, limit),
        )
        return [row[0] for row in rows]


def _stems(*texts: str) -> str:
    return " ".join(terms.stems(terms.for_index(*texts).split()))
