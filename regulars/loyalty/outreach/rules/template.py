"""Words with places for a person's own: `{name}`, or `{name|friend}` with what stands there when nothing is known."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

FIELDS = ("name", "store", "market", "since", "orders", "days")
ALWAYS_KNOWN = ("store", "market")
FIELD = re.compile(r"\{([a-z_]{1,40})(?:\|([^{}\n]{0,60}))?\}")
BETWEEN = re.compile(r"\{[^{}\n]{0,60}\}")
Problem = Literal["unknown-field", "stray-brace", "no-words-instead"]


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a text: the kind, and the piece of it where."""

    kind: Problem
    where: str


@dataclass(frozen=True, slots=True)
class Place:
    """A place for a field, and the words that stand there when it is not known (None: none were given)."""

    field: str
    instead: str | None


Part = str | Place


def parse(text: str) -> tuple[list[Part], list[Fault]]:
    """The text in pieces, and every fault in it. `{{` and `}}` stand for braces."""
    parts: list[Part] = []
    faults: list[Fault] = []
    at = 0
    while at < len(text):
        at = _step(text, at, parts, faults)
    return parts, faults


def faults_in(text: str) -> list[Fault]:
    """Why the text cannot be sent as it is; empty when it can."""
    return parse(text)[1]


def render(text: str, values: Mapping[str, str]) -> str:
    """The text for one person. Values are put in as they are and never read again, so braces in them stay braces.

    An empty or missing value gives the words after the bar, or nothing. Faulty pieces stay as typed.
    """
    parts, _faults = parse(text)
    return "".join(
        part if isinstance(part, str) else values.get(part.field) or part.instead or "" for part in parts
    )


def _step(text: str, at: int, parts: list[Part], faults: list[Fault]) -> int:
    """Read the next piece; returns where the one after it begins."""
    if text[at : at + 2] in ("{{", "}}"):
        parts.append(text[at])
        return at + 2
    if text[at] in "{}":
        return _brace(text, at, parts, faults)
    end = next((place for place in range(at, len(text)) if text[place] in "{}"), len(text))
    parts.append(text[at:end])
    return end


def _brace(text: str, at: int, parts: list[Part], faults: list[Fault]) -> int:
    found = FIELD.match(text, at)
    if found is None:
        between = BETWEEN.match(text, at)
        piece = between[0] if between else text[at]
        faults.append(Fault("stray-brace", between[0] if between else text[at : at + 20]))
        parts.append(piece)
        return at + len(piece)
    name, instead = found[1], found[2]
    if name in FIELDS:
        parts.append(Place(name, instead))
        if name not in ALWAYS_KNOWN and not instead:
            faults.append(Fault("no-words-instead", found[0]))
    else:
        parts.append(found[0])
        faults.append(Fault("unknown-field", name))
    return found.end()
