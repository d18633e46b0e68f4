"""A draft changed by one button: a step added, moved, removed or described anew. All give a new journey."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from regulars.loyalty.journeys.rules.definition import (
    Definition,
    Exit,
    Send,
    Split,
    Step,
    Tag,
    Unreadable,
    Wait,
    branches,
    parse,
    plain,
    steps_of,
)

KINDS: dict[str, type[Step]] = {"send": Send, "wait": Wait, "split": Split, "tag": Tag, "exit": Exit}


def found(definition: Definition, step_id: str) -> Step | None:
    """A step by its id."""
    return next((step for step in steps_of(definition) if step.id == step_id), None)


def added(definition: Definition, kind: str, below: str = "") -> tuple[Definition, str]:
    """With a new step below another ("s3"), first on a side of a split ("s3.yes"), or first of all (""), and its id.

    Raises Unreadable.
    """
    if kind not in KINDS:
        raise Unreadable(f"no step is a {kind}")
    copy = _copy(definition)
    new = KINDS[kind](id=_free(copy))
    steps, at = _gap(copy, below)
    steps.insert(at, new)
    return parse(plain(copy)), new.id


def removed(definition: Definition, step_id: str) -> Definition:
    """Without a step and what stands on its sides. Raises Unreadable."""
    copy = _copy(definition)
    steps, at = _branch(copy, step_id)
    del steps[at]
    return copy


def moved(definition: Definition, step_id: str, by: int) -> Definition:
    """With a step one place higher (-1) or lower (1) on its own branch; at an edge it stays. Raises Unreadable."""
    copy = _copy(definition)
    steps, at = _branch(copy, step_id)
    to = at + by
    if 0 <= to < len(steps):
        steps[at], steps[to] = steps[to], steps[at]
    return copy


def changed(definition: Definition, step_id: str, values: Mapping[str, Any]) -> Definition:
    """With a step described anew; its kind and its sides stay. Raises Unreadable."""
    copy = _copy(definition)
    steps, at = _branch(copy, step_id)
    kept = {name: value for name, value in values.items() if name not in ("id", "kind", "yes", "no")}
    try:
        steps[at] = msgspec.convert(msgspec.to_builtins(steps[at]) | kept, Step)
    except msgspec.ValidationError as error:
        raise Unreadable(str(error)) from error
    return copy


def _copy(definition: Definition) -> Definition:
    return parse(plain(definition))


def _free(definition: Definition) -> str:
    """An id no step has."""
    return f"s{max((int(step.id[1:]) for step in steps_of(definition)), default=0) + 1}"


def _gap(definition: Definition, below: str) -> tuple[list[Step], int]:
    name, _dot, side = below.partition(".")
    if not name:
        return definition.steps, 0
    if side:
        step = found(definition, name)
        if not isinstance(step, Split) or side not in ("yes", "no"):
            raise Unreadable(f"{below} is no side of a split")
        return (step.yes if side == "yes" else step.no), 0
    steps, at = _branch(definition, name)
    return steps, at + 1


def _branch(definition: Definition, step_id: str) -> tuple[list[Step], int]:
    """The list a step stands in, and its place there."""
    waiting = [definition.steps]
    while waiting:
        steps = waiting.pop()
        for at, step in enumerate(steps):
            if step.id == step_id:
                return steps, at
            waiting += branches(step)
    raise Unreadable(f"no step is called {step_id}")
