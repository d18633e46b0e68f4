"""Finding: exact words first, then sounds and typing errors, then with a word dropped, then any of the words."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import groupby

from regulars.discovery.search.queries import sounds, terms
from regulars.discovery.search.queries.engines import Engine, engine
from regulars.discovery.search.queries.kinds import every_kind
from regulars.discovery.search.queries.plainly import search_plainly
from regulars.discovery.search.queries.reading import Read, read
from regulars.discovery.search.queries.synonyms import pairs
from regulars.discovery.search.rules import (
    FEW,
    MAX_LIMIT,
    MAX_OFFSET,
    MAX_QUERY,
    Alt,
    Facets,
    Filters,
    Pair,
    Sort,
    Wish,
    closest,
    relaxed,
    spaced,
    telling,
    tolerance,
)

PRODUCT, STORE = "product", "store"


@dataclass(frozen=True, slots=True)
class Found:
    """Keys of products and stores in order, how many products match, and what the searcher may have meant.

    `scores` tell how well each product fits, 0 to 1 (only by relevance); `others` are keys of further kinds by name;
    `dropped` are words that nothing had together with the others.
    """

    product_ids: list[int] = field(default_factory=list)
    store_ids: list[int] = field(default_factory=list)
    total: int = 0
    did_you_mean: str = ""
    scores: dict[int, float] = field(default_factory=dict)
    others: dict[str, list[int]] = field(default_factory=dict)
    dropped: tuple[str, ...] = ()
    facets: Facets = field(default_factory=Facets)


def found_first(words: str, most: int = 3) -> list[int]:
    """Keys of the products that fit the words best, what is meant by them first."""
    return search(words, limit=most).product_ids


def search(
    words: str,
    *,
    filters: Filters | None = None,
    sort: Sort = "relevance",
    offset: int = 0,
    limit: int = 24,
    facets: bool = False,
) -> Found:
    """Products, stores and whatever else is found by words, in any language of the market.

    At most MAX_QUERY characters are read; `offset` is at most MAX_OFFSET, `limit` at most MAX_LIMIT. Without
    an index the database is asked instead. Faces show results through the catalogue's cards, which leave out
    whatever was hidden since. `facets` are counted only when asked for.
    """
    asked = terms.for_query(words[:MAX_QUERY])
    chosen = filters or Filters()
    offset, limit = max(0, min(offset, MAX_OFFSET)), max(1, min(limit, MAX_LIMIT))
    using = engine()
    if using is None:
        return Found(*search_plainly(asked, chosen, sort, offset, limit))
    if not asked:
        return Found()
    return Hunt(using, asked, pairs()).found(chosen, sort, offset, limit, facets=facets)


def stands(words: str) -> bool:
    """Whether some product has all of the words as they are written; False without an index."""
    asked, using = terms.for_query(words[:MAX_QUERY]), engine()
    return bool(using and asked and using.count(Wish(read(asked).exact), PRODUCT, Filters()))


class Hunt:
    """One search in one state of an index."""

    def __init__(self, using: Engine, asked: list[str], known: list[Pair]):
        self.engine, self.asked = using, asked
        self.read: Read = read(asked, known)

    def found(self, filters: Filters, sort: Sort, offset: int, limit: int, *, facets: bool = False) -> Found:
        """Products in the order asked for; on an unnarrowed first page also stores and all other kinds."""
        wish, dropped, meant = self.wish()
        hits = self.engine.hits(wish, PRODUCT, filters, sort, offset, limit)
        best = max(hits.scores, default=0.0)
        others = self._others() if not offset and filters == Filters() else {}
        return Found(
            hits.keys,
            others.pop(STORE, []),
            hits.total,
            meant,
            {key: score / best for key, score in zip(hits.keys, hits.scores, strict=True)} if best else {},
            others,
            dropped,
            self.engine.facets(wish, PRODUCT, filters) if facets else Facets(),
        )

    def wish(self) -> tuple[Wish, tuple[str, ...], str]:
        """How widely the words must be read so that something is found; what was dropped; what was meant.

        Decided without filters, so that narrowing never changes how the words are read.
        """
        exact = Wish(self.read.exact)
        if self._count(exact) >= FEW:
            return exact, (), ""
        wide = Wish(self.read.wide, first=self.read.exact)
        meant = self._meant()
        if self._count(wide):
            return wide, (), meant
        worth = telling(self.read.words)
        loose, missing = relaxed([self.read.wide[at] for at in worth], self._count)
        dropped = tuple(self.read.words[worth[at]] for at in missing) if self._count(loose) else ()
        return loose, dropped, meant

    def _count(self, wish: Wish) -> int:
        return self.engine.count(wish, PRODUCT, Filters())

    def _others(self) -> dict[str, list[int]]:
        """What other kinds have: exactly, else widely."""
        found: dict[str, list[int]] = {}
        for name, kind in every_kind().items():
            if name == PRODUCT:
                continue
            for groups in (self.read.exact, self.read.wide):
                hits = self.engine.hits(Wish(groups), name, Filters(), limit=kind.most)
                if hits.keys:
                    found[name] = hits.keys
                    break
        return found

    def _meant(self) -> str:
        """The words with each unknown one replaced by its nearest neighbour in the index; "" when none is."""
        parts: list[str] = []
        for chinese, run in groupby(self.asked, _chinese):
            words = list(run)
            whole = self._alike("".join(words)) if chinese and len(words) > 1 and self._strange(words) else ""
            nearest = [whole] if whole else [self._nearest(word) for word in words]
            parts += ["".join(nearest)] if chinese else nearest
        meant = " ".join(parts)
        return "" if spaced(meant).split() == _written(self.asked) else meant

    def _strange(self, words: list[str]) -> bool:
        """Whether nothing has some of these words."""
        return any(not self._count(Wish(((Alt((stem,)),),))) for stem in terms.stems(words))

    def _alike(self, word: str) -> str:
        """The commonest word of the index that sounds roughly like a Chinese one."""
        words = self.engine.words_near(word, sounds.roughly(word))
        return max(sorted(set(words)), key=words.count, default="")

    def _nearest(self, term: str) -> str:
        stem = terms.stems([term])[0]
        if not (tolerance(stem) or _chinese(term)) or self._count(Wish(((Alt((stem,)),),))):
            return term
        if _chinese(term):
            return self._alike(term) or term
        if any(self._count(Wish(((Alt((heard,), "sounds"),),))) for heard in sounds.typed(term)):
            return term
        return closest(term, self.engine.words_near(stem, "")) or term


def _chinese(word: str) -> bool:
    return sounds.RUN.fullmatch(word) is not None


def _written(asked: list[str]) -> list[str]:
    """The terms as they stand beside each other: Chinese ones without spaces."""
    return [
        part for chinese, run in groupby(asked, _chinese) for part in (["".join(run)] if chinese else run)
    ]
