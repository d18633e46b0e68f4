"""How Chinese sounds: pinyin, initials, and a rougher form in which what is often confused is one.

In the index each is a term of its own: `p:zishahu`, `i:zsh`, `r:zisahu`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from regulars.discovery.search.rules.words import CJK, LATIN, spaced
from regulars.ground.kit.later import pypinyin, rjieba

RUN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]+")
SIGN = re.compile(f"[{CJK}]")
ROUGH = (
    (re.compile("zh"), "z"),
    (re.compile("ch"), "c"),
    (re.compile("sh"), "s"),
    (re.compile("([aei])ng"), r"\1n"),
)
TOKENS, SIGNS, INITIALS = 3, 8, 6


def for_index(*texts: str) -> str:
    """The sounds of all Chinese words in the texts, of words that stand beside each other, and of one and two signs."""
    found = [sound for text in texts for run in RUN.findall(spaced(text)) for sound in _of_run(run)]
    return " ".join(dict.fromkeys(found))


def _of_run(run: str) -> Iterator[str]:
    syllables = syllables_of(run)
    ends = [0]
    for token in rjieba.cut(run):
        ends.append(ends[-1] + len(token))
    for first in range(len(ends) - 1):
        for last in range(first + 1, min(first + 1 + TOKENS, len(ends))):
            yield from _named(syllables[ends[first] : ends[last]])
    for at in range(len(syllables)):
        yield from _named(syllables[at : at + 1])
        yield from _named(syllables[at : at + 2])


def _named(syllables: list[str]) -> Iterator[str]:
    if not 0 < len(syllables) <= SIGNS:
        return
    sound = "".join(syllables)
    yield f"p:{sound}"
    yield f"r:{rough(sound)}"
    if 1 < len(syllables) <= INITIALS:
        yield "i:" + "".join(syllable[:1] for syllable in syllables)


def syllables_of(run: str) -> list[str]:
    """A syllable for every sign; a sign without one stands for itself."""
    return list(pypinyin.lazy_pinyin(run, errors=list))


def rough(sound: str) -> str:
    """What southern ears and hasty fingers confuse made one: zh/z, ch/c, sh/s, ang/an, eng/en, ing/in."""
    for pattern, plain in ROUGH:
        sound = pattern.sub(plain, sound)
    return sound


def typed(term: str) -> list[str]:
    """The sounds a term in Latin letters may spell: pinyin, or initials."""
    if not LATIN.fullmatch(term):
        return []
    return [f"p:{term}", *([f"i:{term}"] if 1 < len(term) <= INITIALS else [])]


def roughly(term: str) -> str:
    """The rough sound of a term, Chinese or typed as pinyin; "" for anything else."""
    if RUN.fullmatch(term):
        return "r:" + rough("".join(syllables_of(term)))
    return f"r:{rough(term)}" if LATIN.fullmatch(term) else ""
