"""What a store asks about a wish: measurements with units and ranges, choices, free text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

KINDS = ("measure", "choice", "text")
MOST_FIELDS, MOST_OPTIONS = 16, 12
LONGEST = 500


@dataclass(frozen=True, slots=True)
class Field:
    """A question of the form. `low` and `high` bound a measurement, in `unit`."""

    key: str
    kind: str
    label: str
    label_zh: str = ""
    unit: str = ""
    low: str = ""
    high: str = ""
    options: tuple[str, ...] = ()
    needed: bool = True


def read_fields(rows: Sequence[Mapping[str, Any]]) -> tuple[Field, ...]:
    """Fields from their plain form."""
    return tuple(Field(**{**row, "options": tuple(row.get("options", ()))}) for row in rows)


def plain_fields(fields: Sequence[Field]) -> list[dict[str, Any]]:
    """Fields as plain JSON values."""
    return [asdict(one) | {"options": list(one.options)} for one in fields]


def field_problem(one: Field) -> str:
    """What is wrong with a field's definition; empty when nothing is."""
    if one.kind not in KINDS or not one.label.strip():
        return "label"
    if one.kind == "choice" and not 2 <= len(set(one.options)) <= MOST_OPTIONS:
        return "options"
    if one.kind == "measure":
        low, high = number(one.low), number(one.high)
        return "range" if low is None or high is None or low >= high or not one.unit.strip() else ""
    return ""


def number(text: str) -> Decimal | None:
    """A measurement as a number with at most two digits after the point; None when it is none."""
    try:
        found = Decimal(text.strip().replace(",", "."))
    except InvalidOperation:
        return None
    if not found.is_finite() or abs(found) >= 10**7 or found != round(found, 2):
        return None
    return found


def read_answers(fields: Sequence[Field], given: Mapping[str, str]) -> tuple[dict[str, str], dict[str, str]]:
    """(answers, what is wrong with the others), both by key. What was not asked is left out."""
    answers: dict[str, str] = {}
    wrong: dict[str, str] = {}
    for one in fields:
        text = given.get(one.key, "").strip()
        problem = _wrong(one, text)
        if problem:
            wrong[one.key] = problem
        elif text:
            answers[one.key] = _said(one, text)
    return answers, wrong


def _wrong(one: Field, text: str) -> str:
    if not text:
        return "missing" if one.needed else ""
    if one.kind == "choice":
        return "" if text in one.options else "unknown"
    if one.kind == "text":
        return "" if len(text) <= LONGEST else "long"
    return _out_of_range(one, number(text))


def _out_of_range(one: Field, found: Decimal | None) -> str:
    low, high = number(one.low), number(one.high)
    if found is None or low is None or high is None:
        return "number"
    return "" if low <= found <= high else "range"


def _said(one: Field, text: str) -> str:
    if one.kind != "measure":
        return text
    found = number(text)
    return f"{found.normalize():f}" if found is not None else text
