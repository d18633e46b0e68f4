"""PostgreSQL as the engine: one table, a tsvector of the same terms, and the words of the products for typing errors.

Terms are put into the vector as they are (no text search configuration reads them again), titles with weight A, other
words with B, sounds with D. Scores are the sum over groups of rarity (ln of all documents over those that have the group)
times `ts_rank` with its length in logarithms taken off.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db import connection

from regulars.discovery.search.queries.engines.contract import only
from regulars.discovery.search.queries.sounds import roughly
from regulars.discovery.search.rules import (
    Alt,
    Facets,
    Filters,
    Group,
    Hits,
    Sort,
    Wish,
    bands,
    distance,
    tolerance,
)

ORDERS = {
    "relevance": "rank DESC, key ASC",
    "popular": "sold DESC, key ASC",
    "newest": "published DESC, key ASC",
    "price": "price ASC, key ASC",
    "-price": "price DESC, key ASC",
}
WEIGHTS = "'{0.33, 0.1, 0.33, 1.0}'"
LABELS = {"words": "AB", "sounds": "D"}
FIRST = 1000.0
MOST_WORDS, MOST_KEYS = 60, 200
BIGGEST = 2**62


@dataclass(frozen=True, slots=True)
class Cut:
    """A condition in SQL with its values."""

    sql: str
    values: tuple[Any, ...] = ()


class Postgres:
    """The generation in use when it was opened."""

    def __init__(self, generation: int):
        self.generation = generation

    @classmethod
    def opened(cls) -> Postgres | None:
        """The index in use; None when there is none."""
        rows = asked("SELECT generation FROM search_generation WHERE ended_at IS NULL")
        return cls(rows[0][0]) if rows else None

    def hits(
        self,
        wish: Wish,
        kind: str,
        filters: Filters,
        sort: Sort = "relevance",
        offset: int = 0,
        limit: int = 24,
    ) -> Hits:
        """As the contract says."""
        chosen, by_words = self._where(wish, kind, filters), sort == "relevance"
        rank = self._rank(wish) if by_words else Cut("0")
        rows = asked(
            f"SELECT key, {rank.sql} AS rank FROM search_document WHERE {chosen.sql}"
            f" ORDER BY {ORDERS[sort]} OFFSET %s LIMIT %s",
            *rank.values, *chosen.values, offset, limit,
        )  # fmt: skip
        return Hits([row[0] for row in rows], [float(row[1]) for row in rows], self._many(chosen))

    def count(self, wish: Wish, kind: str, filters: Filters) -> int:
        """As the contract says."""
        return self._many(self._where(wish, kind, filters))

    def documents(self) -> int:
        """As the contract says."""
        return int(asked("SELECT count(*) FROM search_document WHERE generation = %s", self.generation)[0][0])

    @staticmethod
    def _many(chosen: Cut) -> int:
        return int(asked(f"SELECT count(*) FROM search_document WHERE {chosen.sql}", *chosen.values)[0][0])

    def facets(self, wish: Wish, kind: str, filters: Filters) -> Facets:
        """As the contract says."""
        free = {
            name: self._where(wish, kind, only(filters, columns))
            for name, columns in {
                "category": ["category_id"],
                "store": ["store_id"],
                "price": ["from_minor", "to_minor"],
                "none": [],
            }.items()
        }
        found = free["none"]
        flags = asked(
            "SELECT count(*) FILTER (WHERE in_stock), count(*) FILTER (WHERE on_offer)"
            f" FROM search_document WHERE {found.sql}",
            *found.values,
        )[0]
        return Facets(
            _counts("unnest(categories)", free["category"]),
            _counts("store", free["store"]),
            self._bands(free["price"]),
            int(flags[0]),
            int(flags[1]),
        )

    @staticmethod
    def _bands(chosen: Cut) -> dict[Any, int]:
        marks = asked(
            "SELECT percentile_cont(ARRAY[0.25, 0.5, 0.75]) WITHIN GROUP (ORDER BY price)"
            f" FROM search_document WHERE {chosen.sql}",
            *chosen.values,
        )[0][0]
        ranges = bands(marks or ())
        if not ranges:
            return {}
        filters = ", ".join("count(*) FILTER (WHERE price BETWEEN %s AND %s)" for _band in ranges)
        ends = [value for low, high in ranges for value in (low, BIGGEST if high is None else high)]
        row = asked(f"SELECT {filters} FROM search_document WHERE {chosen.sql}", *ends, *chosen.values)[0]
        return {band: int(many) for band, many in zip(ranges, row, strict=True) if many}

    def words_near(self, term: str, sound: str) -> list[str]:
        """As the contract says."""
        words = self._misspelt(term) if tolerance(term) else self._sounding(sound)
        return [word for word, many in words for _time in range(many)]

    def _misspelt(self, term: str) -> list[tuple[str, int]]:
        most = tolerance(term)
        rows = asked(
            "SELECT word, least(documents, 20) FROM search_word WHERE generation = %s"
            " AND length(word) BETWEEN %s AND %s",
            self.generation, len(term) - most, len(term) + most,
        )  # fmt: skip
        near = sorted((distance(term, word, most), -many, word) for word, many in rows)
        return [(word, -many) for far, many, word in near[:MOST_WORDS] if far <= most]

    def _sounding(self, sound: str) -> list[tuple[str, int]]:
        rows = asked(
            "SELECT word, least(documents, 20) FROM search_word WHERE generation = %s AND sound = %s"
            " ORDER BY documents DESC, word LIMIT %s",
            self.generation, sound, MOST_WORDS,
        )  # fmt: skip
        return [(word, many) for word, many in rows if roughly(word) == sound]

    def _where(self, wish: Wish, kind: str, chosen: Filters) -> Cut:
        parts = [
            Cut("generation = %s AND kind = %s", (self.generation, kind)),
            Cut("vector @@ %s::tsquery", (self._wished(wish),)),
        ]
        if chosen.category_id is not None:
            parts.append(Cut("categories @> ARRAY[%s]::bigint[]", (chosen.category_id,)))
        if chosen.store_id is not None:
            parts.append(Cut("store = %s", (chosen.store_id,)))
        if chosen.from_minor is not None or chosen.to_minor is not None:
            top = BIGGEST if chosen.to_minor is None else min(chosen.to_minor, BIGGEST)
            parts.append(Cut("price BETWEEN %s AND %s", (max(0, min(chosen.from_minor or 0, BIGGEST)), top)))
        parts += [Cut(flag) for flag in ("in_stock", "on_offer") if getattr(chosen, flag)]
        return Cut(
            " AND ".join(part.sql for part in parts), tuple(value for part in parts for value in part.values)
        )

    def _wished(self, wish: Wish) -> str:
        groups = [self._group(group) for group in wish.groups]
        found = (" & " if wish.every else " | ").join(groups)
        exact = " & ".join(self._group(group) for group in wish.first)
        return f"({found}) | ({exact})" if exact else found

    def _group(self, group: Group) -> str:
        return "(" + " | ".join(self._alt(alt) for alt in group) + ")"

    def _alt(self, alt: Alt) -> str:
        last = len(alt.terms) - 1
        terms = [self._term(term, alt, alt.prefix and at == last) for at, term in enumerate(alt.terms)]
        return "(" + " & ".join(terms) + ")"

    def _term(self, term: str, alt: Alt, prefix: bool) -> str:
        label = LABELS[alt.column]
        words = [quoted(term) + (f":*{label}" if prefix else f":{label}")]
        if alt.fuzzy and tolerance(term):
            words += [f"{quoted(word)}:{label}" for word in self._near[term]]
        return "(" + " | ".join(words) + ")"

    @cached_property
    def _near(self) -> _Near:
        return _Near(self)

    def stems_near(self, term: str) -> list[str]:
        """Stems of the words that differ from a term by typing errors."""
        most = tolerance(term)
        rows = asked(
            "SELECT DISTINCT stem FROM search_word WHERE generation = %s AND length(stem) BETWEEN %s AND %s",
            self.generation, len(term) - most, len(term) + most,
        )  # fmt: skip
        near = sorted((distance(term, stem, most), stem) for (stem,) in rows)
        return [stem for far, stem in near[:MOST_WORDS] if 0 < far <= most]

    def _rank(self, wish: Wish) -> Cut:
        parts = [self._group_rank(group) for group in wish.groups]
        exact = " & ".join(self._group(group) for group in wish.first)
        if exact:
            parts.append(Cut(f"CASE WHEN vector @@ %s::tsquery THEN {FIRST} ELSE 0 END", (exact,)))
        return Cut(
            " + ".join(part.sql for part in parts), tuple(value for part in parts for value in part.values)
        )

    def _group_rank(self, group: Group) -> Cut:
        """Its best alternative, by weight, times its rarity."""
        query = self._group(group)
        held = asked(
            "SELECT count(*) FROM search_document WHERE generation = %s AND vector @@ %s::tsquery",
            self.generation, query,
        )[0][0]  # fmt: skip
        rare = f"ln(1 + {self._all + 1}::float8 / {int(held) + 1})"
        ranks = [f"{alt.weight} * ts_rank({WEIGHTS}, vector, %s::tsquery, 1)" for alt in group]
        return Cut(f"{rare} * greatest({', '.join(ranks)})", tuple(self._alt(alt) for alt in group))

    @cached_property
    def _all(self) -> int:
        return self.documents()


class _Near(dict[str, list[str]]):
    """Stems near a term, looked up once."""

    def __init__(self, engine: Postgres):
        super().__init__()
        self._engine = engine

    def __missing__(self, term: str) -> list[str]:
        self[term] = self._engine.stems_near(term)
        return self[term]


def quoted(term: str) -> str:
    """A term as it stands in a tsvector or tsquery."""
    return "'" + term.replace("\\", "\\\\").replace("'", "''") + "'"


def _counts(column: str, chosen: Cut) -> dict[int, int]:
    rows = asked(
        f"SELECT {column} AS found, count(*) AS many FROM search_document WHERE {chosen.sql}"
        f" GROUP BY found ORDER BY many DESC LIMIT {MOST_KEYS}",
        *chosen.values,
    )
    return {int(key): int(many) for key, many in rows}


def asked(sql: str, *values: Any) -> Sequence[Any]:
    """Rows of a question."""
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return list(cursor.fetchall())
