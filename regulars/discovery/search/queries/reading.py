"""What a searcher wrote, as groups of terms: exactly, and as widely as it may be meant."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from regulars.discovery.search.queries import sounds, terms
from regulars.discovery.search.rules import Alt, Group, Pair, spans, tolerance
from regulars.discovery.search.rules.synonyms import Span

SYNONYM, SOUND, ROUGHLY = 0.9, 0.5, 0.25


@dataclass(frozen=True, slots=True)
class Read:
    """The stretches of a query as written (`words`), what meets each exactly, and what meets it widely."""

    words: tuple[str, ...]
    exact: tuple[Group, ...]
    wide: tuple[Group, ...]


def read(asked: Sequence[str], pairs: Sequence[Pair] = ()) -> Read:
    """The terms of a query with the market's synonyms."""
    stems = terms.stems(list(asked))
    stretches = spans(stems, pairs)
    written, at = [], 0
    for span in stretches:
        written.append(asked[at : at + len(span.terms)])
        at += len(span.terms)
    wide = [_wide(span, words) for span, words in zip(stretches, written, strict=True)]
    return Read(tuple(map(_joined, written)), tuple(map(_exact, stretches)), tuple(wide))


def _joined(parts: Sequence[str]) -> str:
    return ("" if all(sounds.RUN.fullmatch(part) for part in parts) else " ").join(parts)


def _exact(span: Span) -> Group:
    return (Alt(span.terms), *(Alt(other, weight=SYNONYM) for other in span.others))


def _wide(span: Span, written: Sequence[str]) -> Group:
    """Sounds are those of the words as written: stems have lost their ends."""
    found = [*_exact(span)]
    if any(tolerance(term) for term in span.terms):
        found[0] = Alt(span.terms, fuzzy=True)
    if len(written) == 1:
        term = written[0]
        found += [Alt((sound,), "sounds", SOUND) for sound in sounds.typed(term)]
        found += [Alt((rough,), "sounds", ROUGHLY)] if (rough := sounds.roughly(term)) else []
    return tuple(found)


def typing(asked: Sequence[str]) -> tuple[Group, ...]:
    """Groups for words that are still being written: the last one may go on."""
    stems = terms.stems(list(asked))
    if not stems:
        return ()
    last = asked[-1]
    ends: list[Alt] = [Alt((last,), prefix=True)]
    if len(last) > 1:
        ends += [
            Alt((sound,), "sounds", SOUND, prefix=sound.startswith("p:")) for sound in sounds.typed(last)
        ]
    return (*((Alt((stem,)),) for stem in stems[:-1]), tuple(ends))
