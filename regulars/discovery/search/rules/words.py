"""How words become terms, and how far a typing error may go. No framework."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

MAX_QUERY = 100
MAX_TERMS = 12
MAX_OFFSET = 500
MAX_LIMIT = 96
FEW = 3
Sort = Literal["relevance", "popular", "newest", "price", "-price"]
CJK = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\u3040-\u30ff\uac00-\ud7af"
BORDER = re.compile(f"(?<=[{CJK}])(?=[^\\s{CJK}])|(?<=[^\\s{CJK}])(?=[{CJK}])|(?<=[a-z])(?=[A-Z])")
KEPT = re.compile(r"[^\W_]+(?:[.'’-][^\W_]+)*")
LATIN = re.compile(r"[a-z]+", re.ASCII)
ENGLISH_FILLERS = {"a", "an", "and", "at", "for", "from", "in", "is", "of", "on", "or", "the", "to", "with"}
FILLERS = frozenset("的了和与或在是有个吗呢吧把被给之") | ENGLISH_FILLERS


@dataclass(frozen=True, slots=True)
class Filters:
    """How results are narrowed. Prices in minor units, both ends included."""

    category_id: int | None = None
    store_id: int | None = None
    from_minor: int | None = None
    to_minor: int | None = None
    in_stock: bool = False
    on_offer: bool = False


def spaced(text: str) -> str:
    """Width and case evened out, with a space where Chinese meets Latin and where camel case bends."""
    return BORDER.sub(" ", unicodedata.normalize("NFKC", text)).lower()


def kept(tokens: Iterable[str]) -> list[str]:
    """Tokens that say something, in order."""
    return [token for token in (token.strip() for token in tokens) if KEPT.search(token)]


def telling(words: Sequence[str]) -> list[int]:
    """Which of the words are worth searching alone, by their places: no fillers, unless there is nothing else."""
    return [at for at, word in enumerate(words) if word not in FILLERS] or list(range(len(words)))


def tolerance(term: str) -> int:
    """How many typing errors a term may hold: Latin words of 4 letters one, of 8 two, anything else none."""
    if not LATIN.fullmatch(term):
        return 0
    return 2 if len(term) >= 8 else 1 if len(term) >= 4 else 0


def distance(one: str, other: str, most: int) -> int:
    """Optimal string alignment distance (insert, delete, change, swap neighbours); `most` + 1 when beyond."""
    if abs(len(one) - len(other)) > most:
        return most + 1
    before, last = [0] * (len(other) + 1), list(range(len(other) + 1))
    for i, char in enumerate(one, 1):
        row = [i]
        for j, against in enumerate(other, 1):
            step = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (char != against))
            if i > 1 and j > 1 and char == other[j - 2] and one[i - 2] == against:
                step = min(step, before[j - 2] + 1)
            row.append(step)
        before, last = last, row
    return min(last[-1], most + 1)


def closest(term: str, words: Iterable[str]) -> str:
    """The most frequent of the words that are nearest to `term` within its tolerance; "" when none is."""
    most = tolerance(term)
    counts: dict[str, int] = {}
    for word in words:
        counts[word] = counts.get(word, 0) + 1
    near = {word: distance(term, word, most) for word in counts if LATIN.fullmatch(word)}
    fitting = [word for word, far in near.items() if far <= most]
    return min(fitting, key=lambda word: (near[word], -counts[word], word), default="")
