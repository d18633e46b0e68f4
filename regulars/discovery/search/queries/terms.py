"""Text cut into terms, the same way for the index and for the query."""

from __future__ import annotations

import re
import threading

from tantivy import Filter, TextAnalyzer, TextAnalyzerBuilder, Tokenizer

from regulars.discovery.search.rules import CJK, MAX_TERMS, kept, spaced
from regulars.goods.catalog.queries.documents import proper_names
from regulars.ground.kit.later import rjieba

SIGN = re.compile(f"[{CJK}]")
CHINESE = re.compile(f"[{CJK}]{{2,}}")
_taught: set[str] = set()
_lock = threading.Lock()


def analyzer() -> TextAnalyzer:
    """Terms parted by spaces, English ones reduced to their stems."""
    return TextAnalyzerBuilder(Tokenizer.whitespace()).filter(Filter.stemmer("english")).build()


def learn_names() -> None:
    """Teach the cutter the names of stores and brands that it does not know yet."""
    parts = {part for name in proper_names() for part in spaced(name).split() if CHINESE.fullmatch(part)}
    with _lock:
        for part in parts - _taught:
            rjieba.add_word(part, rjieba.suggest_freq(part), "nz")
            _taught.add(part)


def for_index(*texts: str) -> str:
    """All terms of the texts, long Chinese words also in their parts and single signs."""
    even = [spaced(text) for text in texts]
    tokens = [token for text in even for token in rjieba.cut_for_search(text)]
    signs = dict.fromkeys(sign for text in even for sign in SIGN.findall(text))
    return " ".join([*kept(tokens), *(sign for sign in signs if sign not in tokens)])


def for_query(words: str) -> list[str]:
    """The terms asked for, in order and once each; at most MAX_TERMS."""
    return list(dict.fromkeys(kept(rjieba.cut(spaced(words)))))[:MAX_TERMS]


def stems(terms: list[str]) -> list[str]:
    """The terms as the index keeps them."""
    tool = analyzer()
    return [found[0] if (found := tool.analyze(term)) else term for term in terms]
