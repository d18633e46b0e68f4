"""Writing PostgreSQL's index: documents of a generation; a rebuilt one is written beside it and named in one row."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import connection, transaction

from regulars.discovery.search.hooks import Document
from regulars.discovery.search.queries import sounds, terms
from regulars.discovery.search.queries.engines.postgres import asked, quoted
from regulars.discovery.search.rules.words import LATIN

LOCK = 7_268_203_341
LAST_PLACE = 16_383
LINGERS = "interval '1 minute'"
IN_USE = "SELECT generation FROM search_generation WHERE ended_at IS NULL"
ADDED = (
    "INSERT INTO search_document (generation, kind, key, store, categories, price, sold, published, in_stock, on_offer,"
    " words, vector) VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s::tsvector)"
)
LEARNED = (
    "INSERT INTO search_word (generation, word, stem, sound, documents) VALUES (%s, %s, %s, %s, %s)"
    " ON CONFLICT (generation, word) DO UPDATE SET documents = search_word.documents + excluded.documents"
)


class PostgresPress:
    """One transaction writes at a time: an advisory lock."""

    def ready(self) -> bool:
        """As the contract says."""
        return bool(asked(IN_USE))

    @contextmanager
    def changing(self, *, wait: bool) -> Iterator[PostgresPen | None]:
        """As the contract says."""
        with transaction.atomic():
            rows = asked(IN_USE) if _locked(wait) else []
            yield PostgresPen(rows[0][0]) if rows else None

    @contextmanager
    def anew(self) -> Iterator[PostgresPen]:
        """As the contract says."""
        terms.learn_names()
        with transaction.atomic():
            _locked(True)
            mine = asked("SELECT coalesce(max(generation), 0) + 1 FROM search_generation")[0][0]
            yield PostgresPen(mine)
            _do("UPDATE search_generation SET ended_at = now() WHERE ended_at IS NULL")
            _do("INSERT INTO search_generation (generation) VALUES (%s)", mine)
            _forget()


def _forget() -> None:
    """Generations that ended a while ago: nobody reads them any more."""
    old = [
        row[0]
        for row in asked(f"SELECT generation FROM search_generation WHERE ended_at < now() - {LINGERS}")
    ]
    for table in ("search_document", "search_word", "search_generation"):
        _do(f"DELETE FROM {table} WHERE generation = ANY(%s)", old)


def _locked(wait: bool) -> bool:
    if wait:
        asked("SELECT pg_advisory_xact_lock(%s)", LOCK)
        return True
    return bool(asked("SELECT pg_try_advisory_xact_lock(%s)", LOCK)[0][0])


def _do(sql: str, *values: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)


class PostgresPen:
    """Writes documents of one generation."""

    def __init__(self, generation: int):
        self._generation = generation

    def add(self, documents: Iterable[Document]) -> int:
        """As the contract says."""
        rows, words = [], Counter[str]()
        for document in documents:
            title, others = (
                terms.for_index(*document.titles).split(),
                terms.for_index(*document.others).split(),
            )
            if document.kind == "product":
                words.update({*title, *others})
            rows.append(self._row(document, title, others))
        with connection.cursor() as cursor:
            cursor.executemany(ADDED, rows)
        self._learn(words)
        return len(rows)

    def _row(self, document: Document, title: Sequence[str], others: Sequence[str]) -> tuple[Any, ...]:
        heard = sounds.for_index(*document.titles, *document.others).split()
        stems = [(terms.stems(list(title)), "A"), (terms.stems(list(others)), "B"), (heard, "D")]
        return (
            self._generation, document.kind, document.key, document.store, list(document.categories), document.price,
            document.sold, document.published, document.in_stock, document.on_offer,
            sorted({*title, *others}) if document.kind == "product" else [], vector(stems),
        )  # fmt: skip

    def _learn(self, words: Counter[str], times: int = 1) -> None:
        known = sorted(word for word in words if LATIN.fullmatch(word) or sounds.RUN.fullmatch(word))
        stems = terms.stems(known)
        rows = [
            (self._generation, word, stem, "" if LATIN.fullmatch(word) else sounds.roughly(word), words[word] * times)
            for word, stem in zip(known, stems, strict=True)
        ]  # fmt: skip
        with connection.cursor() as cursor:
            cursor.executemany(LEARNED, rows)

    def remove(self, kind: str, keys: Iterable[int]) -> None:
        """As the contract says."""
        self._remove("kind = %s AND key = ANY(%s)", kind, list(keys))

    def remove_store(self, store: int) -> None:
        """As the contract says."""
        self._remove("store = %s", store)

    def _remove(self, which: str, *values: Any) -> None:
        gone = asked(
            f"DELETE FROM search_document WHERE generation = %s AND {which} RETURNING words",
            self._generation, *values,
        )  # fmt: skip
        self._learn(Counter(word for (words,) in gone for word in words), times=-1)
        _do("DELETE FROM search_word WHERE generation = %s AND documents <= 0", self._generation)


def vector(weighted: Iterable[tuple[Sequence[str], str]]) -> str:
    """Terms with their places and weights as a tsvector is written; places count through all columns."""
    places: dict[str, list[str]] = {}
    at = 0
    for terms_of, weight in weighted:
        for term in terms_of:
            at = min(at + 1, LAST_PLACE)
            places.setdefault(term, []).append(f"{at}{weight}")
    return " ".join(f"{quoted(term)}:{','.join(found[:200])}" for term, found in places.items())
