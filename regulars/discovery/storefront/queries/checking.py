"""Whether the blocks of a page are what their kinds say, and the same without anything harmful."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from regulars.discovery.storefront.hooks import Block, Field, PageKind
from regulars.discovery.storefront.queries.kinds import kinds
from regulars.discovery.storefront.rules.editing import MOST_BLOCKS, MOST_VARIANTS
from regulars.discovery.storefront.rules.picking import KINDS, SEGMENT, free
from regulars.ground.kit.sanitize import HREF, plain
from regulars.ground.kit.texts import paragraphs

LANGUAGES = ("en", "zh-hans")
BLOCK_ID = re.compile(r"[a-z0-9_-]{1,32}", re.ASCII)
PUBLIC_ID = re.compile(r"[a-z]{3}_[0-9a-z]{8,24}", re.ASCII)
LINK_LENGTH = 300


@dataclass(frozen=True, slots=True)
class Wrong:
    """What cannot stand: in which block (its id), at which field ("rows.2.title" inside rows), why, in which variant.

    Reasons: needed, choice, number, reference, link, moment, times, kind, page, twice, many, shape.
    """

    block: str
    field: str
    why: str
    most: int | None = None
    variant: str = ""


@dataclass(slots=True)
class _Desk:
    """Where faults of one block are gathered."""

    block: str
    faults: list[Wrong] = field(default_factory=list)

    def wrong(self, name: str, why: str, most: int | None = None) -> None:
        self.faults.append(Wrong(self.block, name, why, most))


def clean_blocks(blocks: Sequence[Any], page: PageKind) -> tuple[list[dict[str, Any]], list[Wrong]]:
    """The blocks as they may be kept for such a page, and what cannot stand. Empty needed fields may stay empty."""
    found, faults, seen = [], [], set[str]()
    for one in list(blocks)[: MOST_BLOCKS + 1]:
        desk = _Desk(str(one.get("id", ""))[:32] if isinstance(one, dict) else "")
        if isinstance(one, dict) and (block := _kind(one, page, seen, desk)):
            found.append(_clean(one, block, desk))
        elif not desk.faults:
            desk.wrong("", "shape")
        faults += desk.faults
    if len(blocks) > MOST_BLOCKS:
        faults.append(Wrong("", "", "many", MOST_BLOCKS))
    return found, faults


def missing(blocks: Sequence[Mapping[str, Any]]) -> list[Wrong]:
    """Needed fields that are still empty; blocks of kinds that are gone ask for nothing."""
    faults: list[Wrong] = []
    for one in blocks:
        if one.get("hidden") or (block := kinds().get(one["kind"])) is None:
            continue
        for variant, settings in _said(one):
            faults += (
                Wrong(one["id"], name, "needed", variant=variant) for name in _empty(block.fields, settings)
            )
    return faults


def _said(one: Mapping[str, Any]) -> list[tuple[str, Mapping[str, Any]]]:
    """The settings of a block ("" for its own) and of its variants, each with its id."""
    return [("", one["settings"]), *((each["id"], each["settings"]) for each in one["variants"])]


def _empty(fields: Sequence[Field], settings: Mapping[str, Any], before: str = "") -> Iterator[str]:
    for one in fields:
        value = settings.get(one.name)
        if one.kind == "rows":
            for number, row in enumerate(value or ()):
                yield from _empty(one.inside, row, f"{before}{one.name}.{number}.")
        if one.required and not (any(value.values()) if isinstance(value, dict) else value):
            yield before + one.name


def _kind(one: dict[str, Any], page: PageKind, seen: set[str], desk: _Desk) -> Block | None:
    block = kinds().get(str(one.get("kind", "")))
    if block is None:
        desk.wrong("", "kind")
    elif page not in block.pages:
        desk.wrong("", "page")
    elif not BLOCK_ID.fullmatch(desk.block) or desk.block in seen or (block.once and block.kind in seen):
        desk.wrong("", "twice")
    seen |= {desk.block, str(one.get("kind", ""))}
    return None if desk.faults else block


def _clean(one: dict[str, Any], block: Block, desk: _Desk) -> dict[str, Any]:
    since, until = _moment(one.get("since"), "since", desk), _moment(one.get("until"), "until", desk)
    if since and until and since >= until:
        desk.wrong("until", "times")
    variants, fixed = list(_variants(one.get("variants") or (), block, desk)), str(one.get("fixed") or "")
    return {
        "id": desk.block,
        "kind": block.kind,
        "settings": clean_settings(block.fields, _mapping(one.get("settings")), desk.wrong),
        "hidden": bool(one.get("hidden")),
        "since": since,
        "until": until,
        "variants": variants,
        "fixed": fixed if fixed in free({"variants": variants}) else "",
    }


def _variants(given: Any, block: Block, desk: _Desk) -> Iterator[dict[str, Any]]:
    variants = given if isinstance(given, (list, tuple)) else ()
    if len(variants) > MOST_VARIANTS:
        desk.wrong("variants", "many", MOST_VARIANTS)
    for one in variants[:MOST_VARIANTS]:
        whom, id = _mapping(_mapping(one).get("for")), str(_mapping(one).get("id", ""))
        kind, of = str(whom.get("kind", "")), str(whom.get("of", ""))
        known = kind in KINDS or (kind == SEGMENT and PUBLIC_ID.fullmatch(of))
        if not known or not BLOCK_ID.fullmatch(id):
            desk.wrong("variants", "choice")
            continue
        settings = clean_settings(block.fields, _mapping(_mapping(one).get("settings")), desk.wrong)
        yield {"id": id, "for": {"kind": kind, "of": of if kind == SEGMENT else ""}, "settings": settings}


def _mapping(given: Any) -> Mapping[str, Any]:
    return given if isinstance(given, Mapping) else {}


def _moment(given: Any, name: str, desk: _Desk) -> str | None:
    if not given:
        return None
    try:
        found = datetime.fromisoformat(str(given))
        if found.tzinfo:
            return found.astimezone(UTC).isoformat()
    except (ValueError, OverflowError):
        pass
    desk.wrong(name, "moment")
    return None


def clean_settings(
    fields: Sequence[Field], given: Mapping[str, Any], tell: Any, before: str = ""
) -> dict[str, Any]:
    """The settings with every field of the kind and none beside; `tell(name, why, most)` hears what cannot stand."""
    return {one.name: _value(one, given.get(one.name), tell, before) for one in fields}


def _value(one: Field, given: Any, tell: Any, before: str) -> Any:
    name = before + one.name
    if one.kind == "rows":
        return _rows(one, given, tell, name)
    if one.spoken:
        said = given if isinstance(given, Mapping) else {LANGUAGES[0]: given}
        return {code: _text(one, said.get(code)) for code in LANGUAGES}
    return READ[one.kind](one, given, tell, name)


def _rows(one: Field, given: Any, tell: Any, name: str) -> list[dict[str, Any]]:
    rows = [row for row in given if isinstance(row, Mapping)] if isinstance(given, (list, tuple)) else []
    if len(rows) > one.most:
        tell(name, "many", one.most)
    return [
        clean_settings(one.inside, row, tell, f"{name}.{number}.")
        for number, row in enumerate(rows[: one.most])
    ]


def _text(one: Field, given: Any) -> str:
    text = given if isinstance(given, str) else ""
    return paragraphs(text, limit=one.most) if one.kind == "text" else plain(text, limit=one.most)


def _line(one: Field, given: Any, tell: Any, name: str) -> str:
    return _text(one, given)


def _number(one: Field, given: Any, tell: Any, name: str) -> int | None:
    if given in (None, "") or isinstance(given, bool):
        return one.default if isinstance(one.default, int) else None
    if not isinstance(given, int) or not one.least <= given <= one.most:
        tell(name, "number", one.most)
        return None
    return given


def _flag(one: Field, given: Any, tell: Any, name: str) -> bool:
    return bool(one.default) if given is None else given is True


def _choice(one: Field, given: Any, tell: Any, name: str) -> Any:
    known = [value for value, _label in one.choices]
    if given in (None, ""):
        return one.default if one.default in known else (known[0] if known else "")
    if given not in known:
        tell(name, "choice", None)
        return one.default
    return given


def _reference(one: Field, given: Any, tell: Any, name: str) -> str:
    if not given:
        return ""
    if not (isinstance(given, str) and PUBLIC_ID.fullmatch(given)):
        tell(name, "reference", None)
        return ""
    return given


def _references(one: Field, given: Any, tell: Any, name: str) -> list[str]:
    listed = list(dict.fromkeys(given)) if isinstance(given, (list, tuple)) and _words(given) else []
    if len(listed) > one.most:
        tell(name, "many", one.most)
    return [found for entry in listed[: one.most] if (found := _reference(one, entry, tell, name))]


def _words(given: Sequence[Any]) -> bool:
    return all(isinstance(one, str) for one in given)


def _link(one: Field, given: Any, tell: Any, name: str) -> str:
    text = plain(given, limit=LINK_LENGTH) if isinstance(given, str) else ""
    if text and (text.startswith("#") or not HREF.fullmatch(text)):
        tell(name, "link", None)
        return ""
    return text


READ: dict[str, Any] = {
    "line": _line, "text": _line, "number": _number, "flag": _flag, "choice": _choice, "picture": _reference,
    "product": _reference, "products": _references, "offer": _reference, "category": _reference,
    "list": _reference, "link": _link,
}  # fmt: skip
