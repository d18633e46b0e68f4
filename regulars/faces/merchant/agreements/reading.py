"""A form of made-to-order as fields, and back."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from regulars.faces.look.forms import Given
from regulars.trade.agreements import rules
from regulars.trade.agreements.queries import QuoteForm, saying
from regulars.trade.agreements.rules import Field, Planned, Remedy

QUESTIONS, MILESTONES, STEPS = 12, 12, 5
SPARE = 2
TEXTS = (
    "product",
    "title",
    "title_zh",
    "intro",
    "intro_zh",
    "acceptance_days",
    "give_up_days",
    "answer_days",
)
Row = dict[str, Any]


def question(one: Field) -> Row:
    """A question as fields."""
    return {
        "key": one.key,
        "kind": one.kind,
        "label": one.label,
        "label_zh": one.label_zh,
        "unit": one.unit,
        "low": one.low,
        "high": one.high,
        "options": "\n".join(one.options),
        "needed": one.needed,
    }


def milestone(one: Planned) -> Row:
    """A milestone of the plan as fields."""
    return {
        "kind": one.kind,
        "days": one.days,
        "share": f"{one.share_bp / 100:g}" if one.share_bp else "",
        "keep": f"{one.keep_bp / 100:g}",
        "words": one.words,
    }


def step(one: Remedy) -> Row:
    """A step of lateness as fields."""
    return {"days": one.late_days, "share": f"{one.credit_bp / 100:g}"}


def _spare(rows: Iterable[Row], most: int) -> list[Row]:
    listed = list(rows)
    return listed + [{} for _more in range(max(0, min(SPARE, most - len(listed))))]


BLANK: Row = {
    "title": "",
    "acceptance_days": 7,
    "give_up_days": 30,
    "answer_days": 7,
    "questions": _spare([], QUESTIONS),
    "milestones": _spare(map(milestone, rules.USUAL), MILESTONES),
    "remedies": _spare(map(step, rules.USUAL_REMEDIES), STEPS),
}


def shown(row: QuoteForm) -> Row:
    """A form as fields."""
    values = {name: getattr(row, name) for name in TEXTS[1:]}
    return values | {
        "product": row.product.public_id,
        "questions": _spare(map(question, rules.read_fields(row.fields)), QUESTIONS),
        "milestones": _spare(map(milestone, rules.read_plan(row.plan)), MILESTONES),
        "remedies": _spare((step(Remedy(**one)) for one in row.remedies), STEPS),
    }


def typed(given: Given) -> Row:
    """The fields as they were typed."""
    values = {name: given.text(name) for name in TEXTS}
    asked = [
        _read(given, "q", at, ("key", "kind", "label", "label_zh", "unit", "low", "high", "options"))
        | {"needed": given.flag(f"q{at}-needed")}
        for at in range(QUESTIONS)
    ]
    plan = [_read(given, "m", at, ("kind", "days", "share", "keep", "words")) for at in range(MILESTONES)]
    late = [_read(given, "r", at, ("days", "share")) for at in range(STEPS)]
    return values | {
        "questions": _spare((one for one in asked if one["kind"] or one["label"]), QUESTIONS),
        "milestones": _spare((one for one in plan if one["kind"]), MILESTONES),
        "remedies": _spare((one for one in late if any(one.values())), STEPS),
    }


def _read(given: Given, prefix: str, at: int, names: Iterable[str]) -> Row:
    return {name: given.text(f"{prefix}{at}-{name}") for name in names}


def questions_of(given: Given) -> tuple[Field, ...]:
    """The questions; each keeps its key, new ones get the next free one."""
    found: list[Field] = []
    for at in range(QUESTIONS):
        if not given.text(f"q{at}-kind"):
            continue
        if not given.text(f"q{at}-label"):
            given.refuse(f"q{at}-label", _("Give the question a name."))
        key = given.text(f"q{at}-key")[:12]
        taken = {one.key for one in found} | {given.text(f"q{each}-key") for each in range(QUESTIONS)}
        if not key.isalnum() or key in {one.key for one in found}:
            key = next(name for name in map("f{}".format, range(1, 99)) if name not in taken)
        found.append(_question(given, at, key))
    return tuple(found)


def _question(given: Given, at: int, key: str) -> Field:
    text = {
        name: given.text(f"q{at}-{name}") for name in ("kind", "label", "label_zh", "unit", "low", "high")
    }
    one = Field(
        key=key,
        options=tuple(line.strip() for line in given.text(f"q{at}-options").splitlines() if line.strip()),
        needed=given.flag(f"q{at}-needed"),
        **text,
    )
    problem = rules.field_problem(one)
    if problem:
        given.refuse(f"q{at}-{'low' if problem == 'range' else problem}", str(saying.PROBLEMS[problem]))
    return one


def plan_of(given: Given) -> tuple[Planned, ...]:
    """The usual milestones, in the order of their days."""
    found = []
    for at in range(MILESTONES):
        kind = given.text(f"m{at}-kind")
        if not kind:
            continue
        days = given.whole(f"m{at}-days", needed=True, low=0, high=700) or 0
        keep, share = given.percent(f"m{at}-keep", low=0) or 0, 0
        if kind == "pay":
            share = given.percent(f"m{at}-share", needed=True) or 0
        found.append(Planned(kind, days, keep, share, given.text(f"m{at}-words")))
    order = {"balance": 1, "deliver": 2}
    return tuple(sorted(found, key=lambda one: (one.days, order.get(one.kind, 0))))


def remedies_of(given: Given) -> tuple[Remedy, ...]:
    """The steps of lateness, in order."""
    found = []
    for at in range(STEPS):
        days, share = given.whole(f"r{at}-days", high=180), given.percent(f"r{at}-share", most=50)
        if days and share:
            found.append(Remedy(days, share))
    return tuple(sorted(found, key=lambda one: one.late_days))
