"""The one place where foreign text becomes safe text."""

import re
import unicodedata
from collections.abc import Generator, Iterator

import nh3
from django.utils.translation import gettext_lazy as _

from regulars.ground.kit.refusals import Refusal

MAX_BYTES = 64 * 1024
MAX_DEPTH = 100
TAGS = frozenset(
    {
        *(
            "a",
            "b",
            "blockquote",
            "br",
            "code",
            "del",
            "em",
            "h2",
            "h3",
            "h4",
            "hr",
            "i",
            "img",
            "ins",
            "li",
            "ol",
        ),
        *(
            "p",
            "pre",
            "s",
            "small",
            "strong",
            "sub",
            "sup",
            "table",
            "tbody",
            "td",
            "th",
            "thead",
            "tr",
            "u",
            "ul",
        ),
    }
)
VOID = frozenset({"br", "hr", "img"})
SILENT = frozenset(
    {
        *(
            "applet",
            "embed",
            "frameset",
            "head",
            "iframe",
            "math",
            "noembed",
            "noframes",
            "noscript",
            "object",
        ),
        *("plaintext", "script", "select", "style", "svg", "template", "textarea", "title", "xmp"),
    }
)
ENDS_BEFORE = {
    "p": {"p"},
    "li": {"li", "p"},
    "tr": {"tr", "td", "th", "p"},
    "td": {"td", "th", "p"},
    "th": {"td", "th", "p"},
}
BARRIERS = frozenset({"table", "td", "th", "ul", "ol"})
ATTRIBUTES = {
    "a": {"href", "title"},
    "img": {"src", "alt"},
    "td": {"colspan"},
    "th": {"colspan"},
    "ol": {"start"},
}
SCHEMES = {"http", "https", "mailto", "tel"}
OWN_PICTURE = re.compile(r"/media/[a-z0-9_-]{1,80}\.webp", re.ASCII)
HREF = re.compile(r"(https?://|mailto:|tel:|/(?!/)|#)[^\s\\]*", re.ASCII | re.IGNORECASE)
NUMBER = re.compile(r"[1-9][0-9]{0,2}", re.ASCII)
SHAPES = {
    ("a", "href"): HREF,
    ("img", "src"): OWN_PICTURE,
    ("td", "colspan"): NUMBER,
    ("th", "colspan"): NUMBER,
    ("ol", "start"): NUMBER,
}

# Possessive quantifiers keep this linear: the engine never goes back.
TAG = re.compile(
    r"""<(?P<close>/?)(?P<name>[a-zA-Z][a-zA-Z0-9]*+)
    (?P<attributes>(?:\s++[^\s"'<>/=]++(?:\s*+=\s*+(?:"[^"<>]*+"|'[^'<>]*+'|[^\s"'<>=`]++))?+)*+)
    \s*+/?>""",
    re.VERBOSE,
)
COMMENT_END = re.compile(r"--!?>")


class TextTooLong(Refusal):
    """More text than a page should carry."""

    status = 413
    code = "text-too-long"
    sentence = _("This text is longer than 64 KB. Shorten it and send it again.")


class TextTooDeep(Refusal):
    """Tags within tags within tags."""

    code = "text-too-deep"
    sentence = _("This text nests more than 100 levels deep. Paste it without formatting and send it again.")


def clean_html(text: str) -> str:
    """Rich text with only harmless tags, balanced, links marked. Linear time.

    Raises TextTooLong above 64 KB of UTF-8 and TextTooDeep above 100 open tags.
    """
    if len(text) > MAX_BYTES or len(text.encode("utf-8", "replace")) > MAX_BYTES:
        raise TextTooLong(limit=MAX_BYTES)
    return nh3.clean(
        "".join(_balanced(text)),
        tags=set(TAGS),
        attributes=ATTRIBUTES,
        attribute_filter=_attribute,
        url_schemes=SCHEMES,
        link_rel="nofollow noopener",
    )


def _attribute(tag: str, name: str, value: str) -> str | None:
    shape = SHAPES.get((tag, name))
    return value if shape is None or shape.fullmatch(value) else None


def _balanced(text: str) -> Iterator[str]:
    """Well-formed allowed tags, properly nested; every other "<" becomes text or nothing.

    The parser behind us takes quadratic time on deep or misnested input, so it sees neither.
    """
    stack: list[str] = []
    at = 0
    while (found := text.find("<", at)) >= 0:
        yield text[at:found]
        tag = TAG.match(text, found)
        if tag is None:
            at = yield from _not_a_tag(text, found)
        elif (name := tag["name"].lower()) in SILENT and not tag["close"]:
            at = _after(text, name, tag.end())
        else:
            at = tag.end()
            if name in TAGS:
                yield from _close(name, stack) if tag["close"] else _open(name, tag[0], stack)
    yield text[at:]
    yield from (f"</{name}>" for name in reversed(stack))


def _not_a_tag(text: str, at: int) -> Generator[str, None, int]:
    if text.startswith("<!--", at):
        end = COMMENT_END.search(text, at + 4)
        return end.end() if end else len(text)
    yield "&lt;"
    return at + 1


def _after(text: str, name: str, at: int) -> int:
    """Where the silent element ends: its own closing tag, or the end of the text."""
    end = re.compile(rf"</{name}[^>]*+>", re.IGNORECASE).search(text, at)
    return end.end() if end else len(text)


def _open(name: str, tag: str, stack: list[str]) -> Iterator[str]:
    while stack and stack[-1] in ENDS_BEFORE.get(name, ()):
        yield f"</{stack.pop()}>"
    yield tag
    if name not in VOID:
        stack.append(name)
        if len(stack) > MAX_DEPTH:
            raise TextTooDeep(limit=MAX_DEPTH)


def _close(name: str, stack: list[str]) -> Iterator[str]:
    for depth, opened in enumerate(reversed(stack), 1):
        if opened == name:
            for _level in range(depth):
                yield f"</{stack.pop()}>"
            return
        if opened in BARRIERS:
            return


LINE_BREAKS = frozenset("\n\r\t\v\f\x85\u2028\u2029")
JOINERS = frozenset("\u200c\u200d")  # emoji and several scripts need them


def plain(text: str, *, limit: int = 200) -> str:
    """One line of plain text, at most `limit` characters: no controls, no direction tricks."""
    composed = unicodedata.normalize("NFC", text[: limit * 8])
    kept = "".join(" " if char in LINE_BREAKS else char for char in composed if _visible(char))
    return " ".join(kept.split())[:limit].strip()


def _visible(char: str) -> bool:
    if char in LINE_BREAKS or char in JOINERS:
        return True
    return unicodedata.category(char) not in ("Cc", "Cf", "Cs", "Co", "Cn")
