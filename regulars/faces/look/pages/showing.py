"""The settings of a block as its form shows them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from regulars.discovery.storefront.hooks import Field
from regulars.faces.look.pages import choosing
from regulars.faces.look.pages.bench import Bench
from regulars.faces.look.pages.reading import name_of
from regulars.faces.look.pages.wording import fault
from regulars.goods.media.queries import urls_by_public_id

PICKED = {"product", "products", "offer", "category", "list"}
Shown = dict[str, Any]
Faults = Mapping[str, Mapping[str, Any]]


def fields(
    bench: Bench,
    asked: Sequence[Field],
    settings: Mapping[str, Any],
    faults: Faults,
    hunt: tuple[str, str] = ("", ""),
) -> list[Shown]:
    """Every field with its value, what may be chosen and what is wrong. `hunt` is (path, words) of a search."""
    return [_field(bench, one, settings.get(one.name), faults, hunt, "") for one in asked]


def _field(bench: Bench, one: Field, value: Any, faults: Faults, hunt: tuple[str, str], before: str) -> Shown:
    path = before + one.name
    shown: Shown = {
        "kind": one.kind,
        "name": name_of(path),
        "path": path,
        "label": one.label,
        "help": one.help,
        "required": one.required,
        "spoken": one.spoken,
        "least": one.least,
        "most": one.most,
        "choices": one.choices,
        "value": _value(one, value),
        "error": fault(faults[path]) if path in faults else "",
    }
    if one.kind == "rows":
        return shown | {"rows": list(_rows(bench, one, value or [], faults, hunt, path))}
    if one.kind == "picture":
        return shown | {"image": urls_by_public_id([value]).get(value) if value else None}
    return shown | (_picked(bench, one, value, hunt, path) if one.kind in PICKED else {})


def _value(one: Field, value: Any) -> Any:
    if one.spoken:
        return value if isinstance(value, Mapping) else {}
    if value is None:
        return one.default if one.default is not None else ""
    return value


def _rows(
    bench: Bench, one: Field, rows: Sequence[Any], faults: Faults, hunt: tuple[str, str], path: str
) -> Iterator[list[Shown]]:
    for number, row in enumerate(rows):
        yield [
            _field(bench, inner, row.get(inner.name), faults, hunt, f"{path}.{number}.")
            for inner in one.inside
        ]


def _picked(bench: Bench, one: Field, value: Any, hunt: tuple[str, str], path: str) -> Shown:
    chosen = list(value) if isinstance(value, (list, tuple)) else [value] if value else []
    names = choosing.named(bench, one.kind, chosen)
    options = [(id, names.get(id, "")) for id in chosen]
    hunting = hunt[0] == path
    # Inside rows each would bring its own list: there it is shown to who searches.
    listed = hunting or "." not in path
    more = choosing.found(bench, one.kind, hunt[1] if hunting else "") if listed else []
    return {
        "options": [*options, *(pair for pair in more if pair[0] not in chosen)],
        "chosen": chosen,
        "hunting": hunting,
        "words": hunt[1] if hunting else "",
    }
