"""Free text cut into words that carry meaning: English ones by their stems, Chinese ones as a dictionary cuts them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from tantivy import Filter, TextAnalyzerBuilder, Tokenizer

from regulars.community.surveys.rules.concepts import CONCEPTS
from regulars.community.surveys.rules.emptiness import EMPTY_EN, EMPTY_ZH
from regulars.ground.kit.later import rjieba

SIGNS = "\u3400-\u4dbf\u4e00-\u9fff"
CHINESE = re.compile(f"[{SIGNS}]")
PIECE = re.compile(f"[{SIGNS}]+|[a-z]+(?:'[a-z]+)?", re.IGNORECASE)
LONGEST = 2000


@dataclass(frozen=True, slots=True)
class Text:
    """The words of one free answer, each once, and whether it is mostly Chinese."""

    words: frozenset[str]
    chinese: bool


@dataclass(slots=True)
class Reader:
    """Cuts texts and remembers how each stem was mostly written."""

    seen: dict[str, Counter[str]] = field(default_factory=dict)

    def read(self, text: str) -> Text:
        """The words of one text; words of a known subject add its name, the same in both languages."""
        found: set[str] = set()
        pieces = PIECE.findall(text[:LONGEST].lower())
        signs = sum(len(piece) for piece in pieces if CHINESE.match(piece))
        for piece in pieces:
            if CHINESE.match(piece):
                for word in rjieba.cut(piece):
                    self._note(found, word, word, len(word) > 1 and word not in EMPTY_ZH)
            else:
                self._note(found, stem(piece), piece, len(piece) > 2 and piece not in EMPTY_EN)
        return Text(frozenset(found), signs * 2 > sum(map(len, pieces)))

    def shown(self, word: str) -> str:
        """A word as most people wrote it."""
        return self.seen[word].most_common(1)[0][0] if word in self.seen else word

    def _note(self, found: set[str], word: str, written: str, telling: bool) -> None:
        if word in CONCEPTS:
            found.add(CONCEPTS[word])
        if telling:
            found.add(word)
            self.seen.setdefault(word, Counter())[written] += 1


def read_all(texts: Sequence[str]) -> tuple[Reader, list[Text]]:
    """Cut all texts."""
    reader = Reader()
    return reader, [reader.read(text) for text in texts]


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """The English word without its endings."""
    found = _stemmer().analyze(word.replace("'", ""))
    return str(found[0]) if found else word


@lru_cache(maxsize=1)
def _stemmer() -> Any:
    return TextAnalyzerBuilder(Tokenizer.simple()).filter(Filter.stemmer("english")).build()
