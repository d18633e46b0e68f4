"""Free answers grouped into themes, without a network or a trained model.

Words are weighed by how rare they are (TF-IDF), texts laid into the few directions along which they differ most (latent
semantic analysis), the nearest joined step by step (Ward), and every text then moved to the theme it lies nearest to.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from math import log
from typing import Any

from regulars.community.surveys.rules.concepts import NAMES
from regulars.community.surveys.rules.words import Reader, Text, read_all
from regulars.ground.kit.later import hierarchy, np

FEWEST, MOST_THEMES, TEXTS_A_THEME = 10, 12, 4
MOST_TEXTS, MOST_WORDS, DIRECTIONS = 2000, 1000, 40
JOINED, ROUNDS, NEAR, SMALLEST = 800, 12, 0.25, 3
WORDS, SUBJECT_SHARE = 6, 0.5


@dataclass(frozen=True, slots=True)
class Theme:
    """Answers about one thing: which (places in the list given, the clearest first), in which words.

    `subject` is one of `concepts.NAMES` when at least half of them speak of it, else "". `chinese` counts the answers
    that are mostly Chinese.
    """

    members: tuple[int, ...]
    words: tuple[str, ...]
    subject: str
    chinese: int


def themes(texts: Sequence[str]) -> list[Theme]:
    """Themes in the texts, the largest first. Too few texts have none; what fits nowhere is in none.

    The same text written by several people makes no theme by itself: it is grouped once and counted often.
    """
    places: dict[str, list[int]] = {}
    for place, text in enumerate(texts[:MOST_TEXTS]):
        places.setdefault(" ".join(text.lower().split()), []).append(place)
    reader, cut = read_all(list(places))
    kept = [(text, here) for text, here in zip(cut, places.values(), strict=True) if text.words]
    if sum(len(here) for _text, here in kept) < FEWEST:
        return []
    read = [text for text, _here in kept]
    found = [_theme(group, read, [here for _text, here in kept], reader) for group in _grouped(read)]
    return sorted(found, key=lambda theme: (-len(theme.members), theme.members))


def _grouped(read: Sequence[Text]) -> list[list[int]]:
    """Places of `read` by theme, those nearest to the middle of each first."""
    table = _weighed(read)
    if table is None:
        return []
    laid = _laid(table)
    middles = _middles(laid, min(MOST_THEMES, max(2, len(read) // TEXTS_A_THEME), len(read)))
    for _round in range(ROUNDS):
        middles = _moved(laid, middles)
    near = laid @ middles.T
    best, closeness = near.argmax(axis=1), near.max(axis=1)
    ranked = [int(one) for one in np.argsort(-closeness, kind="stable")]
    groups: list[list[int]] = [[] for _middle in middles]
    for one in ranked:
        if closeness[one] >= NEAR:
            groups[int(best[one])].append(one)
    return [group for group in groups if len(group) >= SMALLEST]


def _weighed(read: Sequence[Text]) -> Any:
    """TF-IDF, one row of length 1 per text; None when no word is used twice."""
    many = len(read)
    used = Counter(word for text in read for word in text.words)
    fewest = max(2, round(many * 0.004))
    kept = [word for word, count in used.items() if fewest <= count <= max(fewest, many * 0.4)]
    kept = sorted(kept, key=lambda word: (-used[word], word))[:MOST_WORDS]
    if len(kept) < 2:
        return None
    columns = {word: place for place, word in enumerate(kept)}
    table = np.zeros((many, len(kept)))
    for row, text in enumerate(read):
        for word in text.words & columns.keys():
            table[row, columns[word]] = log((1 + many) / (1 + used[word]))
    return _of_length_one(table)


def _laid(table: Any) -> Any:
    """The texts in the directions along which they differ most."""
    _values, directions = np.linalg.eigh(table.T @ table)
    return _of_length_one(table @ directions[:, ::-1][:, :DIRECTIONS])


def _middles(laid: Any, many: int) -> Any:
    """Where themes begin: the nearest of evenly chosen texts joined until `many` groups are left."""
    step = max(1, len(laid) // JOINED)
    some = laid[::step]
    labels = hierarchy.fcluster(hierarchy.linkage(some, "ward"), many, "maxclust")
    return _of_length_one(np.array([some[labels == label].sum(axis=0) for label in sorted({*labels})]))


def _moved(laid: Any, middles: Any) -> Any:
    best = (laid @ middles.T).argmax(axis=1)
    sums = np.zeros_like(middles)
    np.add.at(sums, best, laid)
    return np.where(np.any(sums, axis=1, keepdims=True), _of_length_one(sums), middles)


def _of_length_one(rows: Any) -> Any:
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    return rows / np.where(lengths > 0, lengths, 1)


def _theme(
    group: Sequence[int], read: Sequence[Text], told: Sequence[Sequence[int]], reader: Reader
) -> Theme:
    inside = Counter(word for one in group for word in read[one].words)
    everywhere = Counter(word for text in read for word in text.words)
    ranked = sorted(inside, key=lambda word: (-_keyness(word, inside, everywhere, group, read), word))
    subject = next((word for word in ranked[:3] if word in NAMES), "")
    if inside[subject] < SUBJECT_SHARE * len(group):
        subject = ""
    words = [reader.shown(word) for word in ranked if word not in NAMES and inside[word] > 1]
    return Theme(
        tuple(place for one in group for place in told[one]),
        tuple(words[:WORDS]),
        subject,
        sum(len(told[one]) for one in group if read[one].chinese),
    )


def _keyness(
    word: str, inside: Counter[str], everywhere: Counter[str], group: Sequence[int], read: Sequence[Text]
) -> float:
    """How much more the word is used here than everywhere (its part of the log-likelihood ratio)."""
    return inside[word] * log(inside[word] / len(group) / (everywhere[word] / len(read)))
