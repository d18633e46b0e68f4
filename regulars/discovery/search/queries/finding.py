"""Finding: exact words first, then with typing errors, then any of the words."""

from __future__ import annotations

from dataclasses import dataclass, field

from tantivy import DocAddress, FieldType, Index, Occur, Order, Query, Schema, Searcher, SearchResult

from regulars.discovery.search.queries import place, terms
from regulars.discovery.search.queries.plainly import search_plainly
from regulars.discovery.search.rules import (
    FEW,
    MAX_LIMIT,
    MAX_OFFSET,
    MAX_QUERY,
    Filters,
    Sort,
    closest,
    tolerance,
)

ORDERS = {
    "popular": ("sold", Order.Desc),
    "newest": ("published", Order.Desc),
    "price": ("price", Order.Asc),
    "-price": ("price", Order.Desc),
}
BIGGEST = 2**62


@dataclass(frozen=True, slots=True)
class Found:
    """Keys of products and stores in order, how many products match, and what the searcher may have meant."""

    product_ids: list[int] = field(default_factory=list)
    store_ids: list[int] = field(default_factory=list)
    total: int = 0
    did_you_mean: str = ""


def search(
    words: str, *, filters: Filters | None = None, sort: Sort = "relevance", offset: int = 0, limit: int = 24
) -> Found:
    """Products and stores for the words, in any language of the market.

    At most MAX_QUERY characters are read; `offset` is at most MAX_OFFSET, `limit` at most MAX_LIMIT. Without
    an index the database is asked instead. Faces show results through the catalogue's cards, which leave out
    whatever was hidden since.
    """
    asked = terms.for_query(words[:MAX_QUERY])
    chosen = filters or Filters()
    offset, limit = max(0, min(offset, MAX_OFFSET)), max(1, min(limit, MAX_LIMIT))
    index = place.reader()
    if index is None:
        return Found(*search_plainly(asked, chosen, sort, offset, limit))
    return _Hunt(index, asked, chosen).found(sort, offset, limit) if asked else Found()


class _Hunt:
    """One search in one state of the index."""

    def __init__(self, index: Index, asked: list[str], filters: Filters):
        self.schema: Schema = index.schema
        self.searcher: Searcher = index.searcher()
        self.asked, self.stems, self.filters = asked, terms.stems(asked), filters

    def found(self, sort: Sort, offset: int, limit: int) -> Found:
        """Products in the order asked for, stores by relevance."""
        query = self._words(Occur.Must, fuzzy=False)
        meant = ""
        if self._count(query) < FEW:
            meant = self._meant()
            query = self._widened(query)
        keys, total = self._products(query, sort, offset, limit)
        stores = self._stores() if not offset and not self._narrowed() else []
        return Found(keys, stores, total, meant)

    def _widened(self, exact: Query) -> Query:
        fuzzy = self._words(Occur.Must, fuzzy=True)
        wide = Query.boolean_query([(Occur.Should, Query.boost_query(exact, 10.0)), (Occur.Should, fuzzy)])
        if self._count(wide):
            return wide
        return self._words(Occur.Should, fuzzy=True)

    def _words(self, occur: Occur, *, fuzzy: bool) -> Query:
        return Query.boolean_query([(occur, self._term(stem, fuzzy)) for stem in self.stems])

    def _term(self, stem: str, fuzzy: bool) -> Query:
        parts = [
            Query.boost_query(Query.term_query(self.schema, "title", stem), 3.0),
            Query.term_query(self.schema, "others", stem),
        ]
        far = tolerance(stem) if fuzzy else 0
        if far:
            parts += [
                Query.fuzzy_term_query(self.schema, column, stem, distance=far)
                for column in ("title", "others")
            ]
        return Query.disjunction_max_query(parts)

    def _only(self, kind: str, query: Query) -> Query:
        wanted = [(Occur.Must, query), (Occur.Must, self._kind(kind))]
        return Query.boolean_query(wanted + [(Occur.Must, one) for one in self._limits()])

    def _kind(self, kind: str) -> Query:
        query = Query.term_query(self.schema, "name", kind)
        return Query.const_score_query(query, 0.0)

    def _limits(self) -> list[Query]:
        chosen, limits = self.filters, []
        if chosen.category_id is not None:
            limits.append(Query.term_query(self.schema, "categories", chosen.category_id))
        if chosen.store_id is not None:
            limits.append(Query.term_query(self.schema, "store", chosen.store_id))
        if chosen.from_minor is not None or chosen.to_minor is not None:
            limits.append(self._price(chosen.from_minor or 0, chosen.to_minor))
        return [Query.const_score_query(one, 0.0) for one in limits]

    def _price(self, low: int, high: int | None) -> Query:
        top = BIGGEST if high is None else min(high, BIGGEST)
        bottom = max(0, min(low, BIGGEST))
        return Query.range_query(self.schema, "price", FieldType.Integer, bottom, max(bottom, top))

    def _narrowed(self) -> bool:
        return self.filters != Filters()

    def _count(self, query: Query) -> int:
        return self._total(self.searcher.search(self._only("product", query), 1))

    def _products(self, query: Query, sort: Sort, offset: int, limit: int) -> tuple[list[int], int]:
        column, order = ORDERS.get(sort, (None, Order.Desc))
        found = self.searcher.search(
            self._only("product", query), limit, count=True, order_by_field=column, order=order, offset=offset
        )
        return [self._key(address) for _, address in found.hits], self._total(found)

    def _stores(self) -> list[int]:
        query = self._words(Occur.Must, fuzzy=False)
        found = self.searcher.search(self._only("store", query), 5)
        hits = (
            found.hits
            or self.searcher.search(self._only("store", self._words(Occur.Must, fuzzy=True)), 5).hits
        )
        return [self._key(address) for _, address in hits]

    @staticmethod
    def _total(found: SearchResult) -> int:
        return int(getattr(found, "count", 0) or 0)  # missing in the library's stubs

    def _key(self, address: DocAddress) -> int:
        return int(self.searcher.doc(address)["key"][0])

    def _meant(self) -> str:
        """The words with each unknown Latin one replaced by its nearest neighbour in the index."""
        meant = [self._nearest(term, stem) for term, stem in zip(self.asked, self.stems, strict=True)]
        return " ".join(meant) if meant != self.asked else ""

    def _nearest(self, term: str, stem: str) -> str:
        if not tolerance(stem) or self._count(self._term(stem, fuzzy=False)):
            return term
        near = self.searcher.search(self._only("product", self._term(stem, fuzzy=True)), 20)
        docs = [self.searcher.doc(address) for _, address in near.hits]
        words = [word for doc in docs for name in ("title", "others") for word in doc[name][0].split()]
        return closest(term, words) or term
