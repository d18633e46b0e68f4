"""What the builder says: of people, faults, changes and states."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from regulars.discovery.storefront.queries import kinds
from regulars.discovery.storefront.rules import picking
from regulars.faces.look.pages import choosing
from regulars.faces.look.pages.bench import Bench

MARKS = re.compile(r"^(?:#{2,3}|-|\d+\.) +", re.MULTILINE)
LINKS = re.compile(r"\[([^\]\n]*)\]\([^)\n]*\)")


def fault(one: Mapping[str, Any]) -> str:
    """Why a field cannot stand, and what to do."""
    sentences = {
        "needed": _("This is needed before the page can be published."),
        "choice": _("Choose one of the possibilities."),
        "number": _("Write a whole number, at most %(most)s."),
        "reference": _("Choose it again: what was chosen cannot be read."),
        "link": _("Write an address that begins with / or https://."),
        "moment": _("Choose a day and a time."),
        "times": _("The end must be later than the beginning."),
        "many": _("At most %(most)s are possible here."),
    }
    sentence = sentences.get(one["why"], _("This block cannot stand on this page."))
    return sentence % {"most": one.get("most")} if one.get("most") is not None else sentence


def people(bench: Bench) -> list[tuple[str, str]]:
    """Kinds of people a page can be looked at as, and a variant can be for."""
    kinds_of = [("stranger", _("Somebody not logged in"))]
    if bench.store is None:
        return kinds_of
    return [
        *kinds_of,
        ("new", _("Logged in, has not bought here yet")),
        ("follower", _("A follower")),
        ("regular", _("Somebody who has bought here")),
        *choosing.groups(bench),
    ]


def whoever(bench: Bench) -> list[tuple[str, str]]:
    """For whom a variant can be: kinds of people, or whoever the engine finds that it suits."""
    return [*people(bench), (picking.ANY, _("Whoever it suits best"))]


def whom(bench: Bench, given: Mapping[str, str]) -> str:
    """For whom a variant is."""
    key = f"{given['kind']}:{given['of']}" if given.get("of") else given["kind"]
    return dict(whoever(bench)).get(key, _("A group that is gone"))


def block_title(kind: str) -> str:
    """What a kind of block is called."""
    block = kinds().get(kind)
    return str(block.title) if block else _("A block that is no longer installed (%(kind)s)") % {"kind": kind}


def change(one: Mapping[str, Any]) -> str:
    """One difference between two states of a page as a line."""
    title = block_title(one["kind"])
    if one["change"] == "changed":
        labels = field_labels(one["kind"])
        named = ", ".join(str(labels.get(name, name)) for name in one["fields"])
        return _("%(block)s changed: %(fields)s") % {"block": title, "fields": named}
    sentences = {
        "added": _("%(block)s came"),
        "removed": _("%(block)s went"),
        "moved": _("%(block)s stands elsewhere"),
    }
    return sentences[one["change"]] % {"block": title}


def field_labels(kind: str) -> dict[str, Any]:
    """The names of a block's settings, and of what stands beside them."""
    block = kinds().get(kind)
    beside = {
        "hidden": _("hidden or shown"),
        "since": _("from when"),
        "until": _("until when"),
        "variants": _("variants"),
        "fixed": _("which variant is shown"),
    }
    return beside | ({one.name: one.label for one in block.fields} if block else {})


def value(found: Any) -> str:
    """A setting as a comparison shows it."""
    if isinstance(found, Mapping):
        return " / ".join(filter(None, (value(one) for one in found.values())))
    if isinstance(found, (list, tuple)):
        return "; ".join(value(one) for one in found)
    if isinstance(found, bool):
        return _("yes") if found else _("no")
    return "" if found is None else str(found)


def unmarked(text: str) -> str:
    """A marked-up text as one line of plain words, for a list of blocks."""
    words = LINKS.sub(r"\1", MARKS.sub("", text)).replace("**", "")
    return " ".join(words.split())


def first(found: Any) -> str:
    """A text in the reader's language, else in the other."""
    if isinstance(found, Mapping):
        mine = "zh-hans" if (get_language() or "").startswith("zh") else "en"
        return str(found.get(mine) or next(filter(None, found.values()), ""))
    return str(found or "")
