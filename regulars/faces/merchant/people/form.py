"""The builder's form: groups of conditions, two levels deep, read into a definition and shown from one."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from regulars.ground.kit.money import to_decimal, to_minor

MOST_GROUPS, MOST_CONDITIONS = 6, 10
JOINS = ("all", "any", "not")
Condition = dict[str, Any]
EMPTY: Condition = dict.fromkeys(("category", "is", "event", "allows", "id"), "") | {"stages": ()}
FRESH = EMPTY | {"kind": "did", "what": "paid", "op": "ge", "value": "1", "measure": "times", "days": "90"}


@dataclass(slots=True)
class Sheet:
    """The form as it is filled in: a join and groups, each with a join and conditions; `errors` by field."""

    name: str = ""
    note: str = ""
    join: str = "all"
    groups: list[dict[str, Any]] = field(default_factory=list)
    text: str = ""
    errors: dict[str, str] = field(default_factory=dict)


def fresh() -> Sheet:
    """A new form: buyers of the last 90 days."""
    return Sheet(groups=[{"join": "all", "conditions": [dict(FRESH)]}])


def typed(given: QueryDict) -> Sheet:
    """The form as it came, every field kept."""
    sheet = Sheet(
        name=given.get("name", "")[:80],
        note=given.get("note", "")[:300],
        join=_join(given.get("join", "")),
        text=given.get("definition", "")[:20_000],
    )
    for number in range(MOST_GROUPS):
        if f"g{number}-join" not in given:
            continue
        conditions = [_condition(given, f"g{number}-{place}-") for place in _places(given, number)]
        sheet.groups.append({"join": _join(given.get(f"g{number}-join", "")), "conditions": conditions})
    return sheet


def changed(sheet: Sheet, wish: str) -> Sheet:
    """The form after a button that only changes the form: `add-0`, `drop-0-1`, `group`, `ungroup-1`."""
    what, *where = wish.split("-")
    numbers = [int(one) for one in where if one.isdecimal() and one.isascii()]
    groups = sheet.groups
    if what == "group" and len(groups) < MOST_GROUPS:
        groups.append({"join": "any", "conditions": [dict(FRESH)]})
    elif what == "add" and numbers and numbers[0] < len(groups):
        conditions = groups[numbers[0]]["conditions"]
        if len(conditions) < MOST_CONDITIONS:
            conditions.append(dict(FRESH))
    elif what == "drop" and len(numbers) == 2 and numbers[0] < len(groups):
        conditions = groups[numbers[0]]["conditions"]
        if numbers[1] < len(conditions):
            del conditions[numbers[1]]
        if not conditions:
            del groups[numbers[0]]
    return sheet


def read(sheet: Sheet, currency: str) -> Any:
    """The definition the form describes; what cannot stand is in `sheet.errors`."""
    if sheet.text:
        try:
            found = json.loads(sheet.text)
            json.dumps(found, ensure_ascii=False).encode()  # half of a character pair is no text
            return found
        except (ValueError, RecursionError):
            sheet.errors["definition"] = _("This is not JSON.")
            return None
    groups = []
    for number, group in enumerate(sheet.groups):
        parts = [
            _leaf(condition, f"g{number}-{place}-", sheet, currency)
            for place, condition in enumerate(group["conditions"])
        ]
        groups.append({"kind": group["join"], "of": parts})
    if len(groups) == 1:
        return groups[0]
    return {"kind": sheet.join, "of": groups}


def shown(name: str, note: str, definition: Mapping[str, Any], currency: str) -> Sheet:
    """A saved definition as the form shows it; one the form cannot show is kept as text."""
    sheet = Sheet(name=name, note=note)
    try:
        sheet.join, groups = _parts(definition)
        sheet.groups = [
            {"join": group["kind"], "conditions": [_filled(leaf, currency) for leaf in group["of"]]}
            for group in groups
        ]
    except (KeyError, TypeError, ValueError):
        sheet.groups, sheet.text = [], json.dumps(definition, indent=1, ensure_ascii=False)
    return sheet


def _parts(definition: Mapping[str, Any]) -> tuple[str, list[Mapping[str, Any]]]:
    """The join of the parts and the parts, each with a kind and conditions."""
    if definition["kind"] not in JOINS:
        return "all", [{"kind": "all", "of": [definition]}]
    if any(part["kind"] in JOINS for part in definition["of"]):
        return definition["kind"], list(definition["of"])
    return "all", [definition]


def _places(given: QueryDict, number: int) -> list[int]:
    return [place for place in range(MOST_CONDITIONS) if f"g{number}-{place}-kind" in given]


def _join(word: str) -> str:
    return word if word in JOINS else "all"


def _condition(given: QueryDict, prefix: str) -> Condition:
    names = ("kind", "what", "op", "value", "measure", "days", "is", "event", "allows", "id", "category")
    found: Condition = {name: given.get(prefix + name, "")[:120] for name in names}
    return found | {"stages": given.getlist(prefix + "stages")[:10]}


def _leaf(condition: Condition, prefix: str, sheet: Sheet, currency: str) -> dict[str, Any]:
    match condition["kind"]:
        case "never":
            return {"kind": "did", "what": condition["what"], "op": "eq", "value": 0} | _window(
                condition, prefix, sheet
            )
        case "stage":
            if not condition["stages"]:
                sheet.errors[prefix + "stages"] = _("Choose at least one stage.")
            return {"kind": "stage", "in": condition["stages"] or ["loyal"]}
        case "is":
            name, _equals, value = condition["is"].partition("=")
            op = "ge" if name.endswith(">") else "eq"
            return {"kind": "is", "attribute": name.removesuffix(">"), "op": op, "value": _value(value)}
        case "since":
            window = _window(condition, prefix, sheet)
            return {"kind": "since", "event": condition["event"], "window": window.get("window", {})}
        case "allows":
            purpose, _dot, channel = condition["allows"].partition(".")
            return {"kind": "allows", "purpose": purpose, "channel": channel}
        case "group":
            kind, _colon, public_id = condition["id"].partition(":")
            if not public_id:
                sheet.errors[prefix + "id"] = _("Choose a group.")
            return {"kind": kind or "segment", "id": public_id}
    return _did(condition, prefix, sheet, currency)


def _did(condition: Condition, prefix: str, sheet: Sheet, currency: str) -> dict[str, Any]:
    leaf = {"kind": "did", "what": condition["what"], "op": condition["op"], "measure": condition["measure"]}
    where = {"where": {"categories": [condition["category"]]}} if condition["category"] else {}
    return (
        leaf
        | {"value": _number(condition, prefix, sheet, currency)}
        | _window(condition, prefix, sheet)
        | where
    )


def _number(condition: Condition, prefix: str, sheet: Sheet, currency: str) -> int:
    try:
        value = Decimal(condition["value"].strip() or "0")
        found = to_minor(value, currency) if condition["measure"] == "amount" else int(value)
        if found < 0 or (condition["measure"] != "amount" and value != found):
            raise ValueError
    except (InvalidOperation, ValueError, OverflowError):
        sheet.errors[prefix + "value"] = _("Give a number, zero or more.")
        return 0
    return found


def _window(condition: Condition, prefix: str, sheet: Sheet) -> dict[str, Any]:
    text = condition["days"].strip()
    if not text:
        return {}
    if not (text.isdecimal() and text.isascii()) or not 1 <= int(text) <= 3660:
        sheet.errors[prefix + "days"] = _(
            "Give a number of days between 1 and 3,660, or leave it empty for “ever”."
        )
        return {}
    return {"window": {"days": int(text)}}


def _value(text: str) -> int | bool | str:
    if text in ("yes", "no"):
        return text == "yes"
    return int(text) if text.isdecimal() and text.isascii() else text


def _filled(leaf: Mapping[str, Any], currency: str) -> Condition:
    """A condition as form fields. Raises ValueError, KeyError for what the form cannot show."""
    window = leaf.get("window") or {}
    if set(window) - {"days"} or set(leaf.get("where") or {}) - {"categories"}:
        raise ValueError(leaf)
    days = str(window.get("days", ""))
    base: Condition = FRESH | {"days": days}
    match leaf["kind"]:
        case "did":
            return base | _filled_did(leaf, currency)
        case "stage":
            return base | {"kind": "stage", "stages": list(leaf["in"])}
        case "is" if (op := leaf.get("op", "eq")) in ("eq", "ge"):
            value = leaf["value"]
            said = ("yes" if value else "no") if isinstance(value, bool) else str(value)
            return base | {"kind": "is", "is": f"{leaf['attribute']}{'>=' if op == 'ge' else '='}{said}"}
        case "since":
            return base | {"kind": "since", "event": leaf["event"]}
        case "allows":
            return base | {"kind": "allows", "allows": f"{leaf['purpose']}.{leaf['channel']}"}
        case "segment" | "list":
            return base | {"kind": "group", "id": f"{leaf['kind']}:{leaf['id']}"}
    raise ValueError(leaf)


def _filled_did(leaf: Mapping[str, Any], currency: str) -> Condition:
    categories = (leaf.get("where") or {}).get("categories") or [""]
    if len(categories) > 1:
        raise ValueError(leaf)
    value, measure, op = leaf.get("value", 1), leaf.get("measure", "times"), leaf.get("op", "ge")
    if op == "eq" and value == 0 and measure == "times" and not categories[0]:
        return {"kind": "never", "what": leaf["what"]}
    said = str(to_decimal(value, currency)) if measure == "amount" else str(value)
    return {
        "kind": "did",
        "what": leaf["what"],
        "op": op,
        "measure": measure,
        "value": said,
        "category": categories[0],
    }
