"""The embedded engine: a folder of files, read by every process."""

from __future__ import annotations

from collections import Counter
from typing import Any

from tantivy import DocAddress, FieldType, Index, Occur, Order, Query, Schema, Searcher, SearchResult

from regulars.discovery.search.queries import place
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
    tolerance,
)

ORDERS = {
    "popular": ("sold", Order.Desc),
    "newest": ("published", Order.Desc),
    "price": ("price", Order.Asc),
    "-price": ("price", Order.Desc),
}
BIGGEST = 2**62
FIRST = 10.0
NEAR = 20
MOST_KEYS = 200
COLUMNS = {"words": (("title", 3.0), ("others", 1.0)), "sounds": (("sounds", 1.0),)}


def embedded() -> Embedded | None:
    """The index in use; None when there is none."""
    index = place.reader()
    return Embedded(index) if index else None


class Embedded:
    """One state of an embedded index."""

    def __init__(self, index: Index):
        self.schema: Schema = index.schema
        self.searcher: Searcher = index.searcher()

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
        column, order = ORDERS.get(sort, (None, Order.Desc))
        found = self.searcher.search(
            self._query(wish, kind, filters),
            limit,
            count=True,
            order_by_field=column,
            order=order,
            offset=offset,
        )
        scores = [0.0 if column else float(score) for score, _address in found.hits]
        return Hits([self._key(address) for _score, address in found.hits], scores, _total(found))

    def count(self, wish: Wish, kind: str, filters: Filters) -> int:
        """As the contract says."""
        return _total(self.searcher.search(self._query(wish, kind, filters), 1))

    def documents(self) -> int:
        """As the contract says."""
        return int(self.searcher.num_docs)

    def facets(self, wish: Wish, kind: str, filters: Filters) -> Facets:
        """As the contract says: one pass for all that is not chosen, one more for each that is."""
        base = self._counted(wish, kind, filters, ("categories", "store", "in_stock", "on_offer", "price"))
        free = base
        if filters.category_id is not None:
            free = base | self._counted(wish, kind, only(filters, ["category_id"]), ("categories",))
        if filters.store_id is not None:
            free = free | self._counted(wish, kind, only(filters, ["store_id"]), ("store",))
        if filters.from_minor is not None or filters.to_minor is not None:
            free = free | self._counted(wish, kind, only(filters, ["from_minor", "to_minor"]), ("price",))
        return Facets(
            categories=_buckets(free["categories"]),
            stores=_buckets(free["store"]),
            bands=self._bands(wish, kind, only(filters, ["from_minor", "to_minor"]), free["price"]),
            in_stock=_buckets(base["in_stock"]).get(1, 0),
            on_offer=_buckets(base["on_offer"]).get(1, 0),
        )

    def _counted(self, wish: Wish, kind: str, filters: Filters, columns: tuple[str, ...]) -> dict[str, Any]:
        asked = {
            column: (
                {"percentiles": {"field": "price", "percents": [25, 50, 75]}}
                if column == "price"
                else {"terms": {"field": column, "size": MOST_KEYS}}
            )
            for column in columns
        }
        return dict(self.searcher.aggregate(self._query(wish, kind, filters), asked))

    def _bands(self, wish: Wish, kind: str, filters: Filters, quartiles: dict[str, Any]) -> dict[Any, int]:
        marks = [value for value in quartiles["values"].values() if value is not None]
        ranges = bands(marks)
        if not ranges:
            return {}
        asked = {
            "bands": {
                "range": {
                    "field": "price",
                    "ranges": [
                        {"from": float(low)} | ({} if high is None else {"to": float(high + 1)})
                        for low, high in ranges
                    ],
                }
            }
        }
        answer = self.searcher.aggregate(self._query(wish, kind, filters), asked)["bands"]["buckets"]
        counts = {int(one.get("from") or 0): int(one["doc_count"]) for one in answer}
        return {band: counts.get(band[0], 0) for band in ranges if counts.get(band[0], 0)}

    def words_near(self, term: str, sound: str) -> list[str]:
        """As the contract says: the words of the documents that hold such a one."""
        alt = Alt((term,), fuzzy=True) if tolerance(term) else Alt((sound,), "sounds")
        near = self.searcher.search(self._query(Wish(((alt,),)), "product", Filters()), NEAR)
        docs = [self.searcher.doc(address) for _score, address in near.hits]
        words = [word for doc in docs for name in ("title", "others") for word in doc[name][0].split()]
        return words if tolerance(term) else [word for word in words if roughly(word) == sound]

    def _query(self, wish: Wish, kind: str, filters: Filters) -> Query:
        must = [(Occur.Must, self._wish(wish)), (Occur.Must, self._plain("name", kind))]
        return Query.boolean_query(must + [(Occur.Must, one) for one in self._limits(filters)])

    def _wish(self, wish: Wish) -> Query:
        occur = Occur.Must if wish.every else Occur.Should
        found = Query.boolean_query([(occur, self._group(group)) for group in wish.groups])
        if not wish.first:
            return found
        exact = Query.boolean_query([(Occur.Must, self._group(group)) for group in wish.first])
        return Query.boolean_query([(Occur.Should, Query.boost_query(exact, FIRST)), (Occur.Should, found)])

    def _group(self, group: Group) -> Query:
        return Query.disjunction_max_query([self._alt(alt) for alt in group])

    def _alt(self, alt: Alt) -> Query:
        last = len(alt.terms) - 1
        parts = [self._term(term, alt, alt.prefix and at == last) for at, term in enumerate(alt.terms)]
        found = parts[0] if len(parts) == 1 else Query.boolean_query([(Occur.Must, part) for part in parts])
        return found if alt.weight == 1.0 else Query.boost_query(found, alt.weight)

    def _term(self, term: str, alt: Alt, prefix: bool) -> Query:
        columns = COLUMNS[alt.column]
        exact = Query.boolean_query(
            [
                (Occur.Should, Query.boost_query(Query.term_query(self.schema, column, term), weight))
                for column, weight in columns
            ]
        )
        far = tolerance(term) if alt.fuzzy else 0
        if not (far or prefix):
            return exact
        near = [
            Query.fuzzy_term_query(self.schema, column, term, distance=far, prefix=prefix)
            for column, _weight in columns
        ]
        return Query.disjunction_max_query([exact, *near])

    def _plain(self, column: str, value: Any) -> Query:
        return Query.const_score_query(Query.term_query(self.schema, column, value), 0.0)

    def _limits(self, chosen: Filters) -> list[Query]:
        limits = []
        if chosen.category_id is not None:
            limits.append(self._plain("categories", chosen.category_id))
        if chosen.store_id is not None:
            limits.append(self._plain("store", chosen.store_id))
        if chosen.from_minor is not None or chosen.to_minor is not None:
            limits.append(self._price(chosen.from_minor or 0, chosen.to_minor))
        limits += [self._plain(flag, 1) for flag in ("in_stock", "on_offer") if getattr(chosen, flag)]
        return limits

    def _price(self, low: int, high: int | None) -> Query:
        top = BIGGEST if high is None else min(high, BIGGEST)
        bottom = max(0, min(low, BIGGEST))
        query = Query.range_query(self.schema, "price", FieldType.Integer, bottom, max(bottom, top))
        return Query.const_score_query(query, 0.0)

    def _key(self, address: DocAddress) -> int:
        return int(self.searcher.doc(address)["key"][0])


def _total(found: SearchResult) -> int:
    return int(getattr(found, "count", 0) or 0)  # missing in the library's stubs


def _buckets(answer: dict[str, Any]) -> dict[int, int]:
    return Counter({int(one["key"]): int(one["doc_count"]) for one in answer["buckets"]})
