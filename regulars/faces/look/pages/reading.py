"""The form of a block: read back into settings, field by field."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC
from typing import Any

from django.http import QueryDict

from regulars.discovery.storefront.hooks import Field
from regulars.faces.look.forms import Given

NUMBER = re.compile(r"-?[0-9]{1,9}", re.ASCII)
KeepPicture = Callable[[str], str | None]


def name_of(path: str) -> str:
    """The form's name of a field."""
    return f"s.{path}"


def settings(
    fields: Sequence[Field], post: QueryDict, upload: KeepPicture, before: str = ""
) -> dict[str, Any]:
    """The settings as they were typed. `upload(path)` keeps a picture sent for that field and gives its id."""
    return {one.name: _value(one, post, upload, before + one.name) for one in fields}


def _value(one: Field, post: QueryDict, upload: KeepPicture, path: str) -> Any:
    name = name_of(path)
    if one.kind == "rows":
        count = min(_place(post.get(f"{name}.n", "")) or 0, one.most)
        return [settings(one.inside, post, upload, f"{path}.{number}.") for number in range(count)]
    if one.spoken:
        return {code: post.get(f"{name}.{code}", "") for code in ("en", "zh-hans")}
    if one.kind == "products":
        return [found for found in post.getlist(name) if found]
    if one.kind == "picture":
        return upload(path) or ("" if f"{name}.gone" in post else post.get(name, ""))
    return _plain(one, post.get(name, "").strip(), name in post)


def _plain(one: Field, text: str, there: bool) -> Any:
    if one.kind == "flag":
        return there
    if one.kind == "number":
        return int(text) if NUMBER.fullmatch(text) else (text or None)
    return text


def turned(fields: Sequence[Field], found: dict[str, Any], wish: str) -> dict[str, Any]:
    """The settings after a button beside rows: "row-add.<field>", "row-up.<field>.<n>", "row-drop.<field>.<n>"."""
    verb, _dot, path = wish.partition(".")
    name, _dot, place = path.partition(".")
    rows = found.get(name)
    known = next((one for one in fields if one.name == name and one.kind == "rows"), None)
    if known is None or not isinstance(rows, list):
        return found
    if verb == "row-add":
        return found | {name: [*rows, {}]}
    number = _place(place)
    if number is None or number >= len(rows):
        return found
    rest = [*rows[:number], *rows[number + 1 :]]
    if verb == "row-up":
        rest.insert(max(number - 1, 0), rows[number])
    return found | {name: rest}


def _place(text: str) -> int | None:
    """A number from 0 that a form carries along; None for anything else."""
    return int(text) if NUMBER.fullmatch(text) and text[0] != "-" else None


def moments(given: Given, names: Mapping[str, str]) -> dict[str, str | None]:
    """Days and times of a form as ISO moments in UTC; None where empty. `names`: what -> name in the form."""
    found = {}
    for what, name in names.items():
        moment = given.moment(name) if given.text(name) else None
        found[what] = moment.astimezone(UTC).isoformat() if moment else None
    return found
