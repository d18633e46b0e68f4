"""What people type, as rich text: a handful of marks, everything else taken literally."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from html import escape
from itertools import groupby

from markupsafe import Markup

from regulars.ground.kit.sanitize import clean_html

HEADING = re.compile(r"#{1,3} +(.*)")
ENTRY = re.compile(r"[-*•] +(.*)")
NUMBERED = re.compile(r"[0-9]{1,3}[.、)] *(.*)")
BOLD = re.compile(r"\*\*([^*]{1,500})\*\*")
LINK = re.compile(r"\[([^\[\]]{1,200})\]\(([^()\s]{1,300})\)")
INSIDE = re.compile(r"(?:https?://|mailto:|tel:|/(?!/)|#)[^\s\\]*", re.IGNORECASE)


def rich(text: str) -> Markup:
    """Markup of `text`, cleaned once more at the end. Raises TextTooLong."""
    parts = (part for block in re.split(r"\n\s*\n", text.strip()) for part in _block(block))
    return Markup(clean_html("".join(parts)))


def _block(block: str) -> Iterator[str]:
    lines = [line.strip() for line in block.splitlines() if line.strip()]
    for kind, group in groupby(lines, key=_kind):
        yield from _drawn(kind, list(group))


def _kind(line: str) -> str:
    marks = (("h3", HEADING), ("ul", ENTRY), ("ol", NUMBERED))
    return next((kind for kind, mark in marks if mark.fullmatch(line)), "p")


def _drawn(kind: str, lines: list[str]) -> Iterable[str]:
    if kind == "p":
        return ["<p>" + "<br>".join(_words(line) for line in lines) + "</p>"]
    mark = {"h3": HEADING, "ul": ENTRY, "ol": NUMBERED}[kind]
    words = [_words(found[1]) for line in lines if (found := mark.fullmatch(line))]
    if kind == "h3":
        return [f"<h3>{one}</h3>" for one in words]
    return [f"<{kind}>" + "".join(f"<li>{one}</li>" for one in words) + f"</{kind}>"]


def _words(line: str) -> str:
    return LINK.sub(_link, BOLD.sub(r"<strong>\1</strong>", escape(line, quote=False)))


def _link(found: re.Match[str]) -> str:
    words, address = found[1], found[2]
    # The words were escaped already, the address only for text: quotes would end the attribute.
    safe = address.replace('"', "%22").replace("'", "%27")
    return f'<a href="{safe}">{words}</a>' if INSIDE.fullmatch(safe) else words
