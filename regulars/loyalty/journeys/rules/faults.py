"""What a draft still lacks before it can start."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from regulars.loyalty.journeys.rules.definition import (
    Definition,
    Exit,
    Send,
    Split,
    Step,
    Tag,
    Wait,
    branches,
    steps_of,
)
from regulars.loyalty.outreach.rules.template import faults_in

Problem = Literal[
    "no-entry", "no-steps", "no-group", "group-gone", "no-text", "half-text", "faulty-text", "no-channel",
    "no-tag", "after-exit", "goal-is-entry",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Fault:
    """A problem and where: a step's id, or "entry" or "goal"; `piece` is the part of a text."""

    where: str
    problem: Problem
    piece: str = ""


def faults(definition: Definition, groups: Collection[str], channels: Collection[str]) -> list[Fault]:
    """Everything that keeps the journey from starting, given the groups and channels that exist."""
    found = list(_around(definition, groups))
    for step in steps_of(definition):
        found += _of_step(step, groups, channels)
    return found + list(_behind_exits(definition.steps))


def _around(definition: Definition, groups: Collection[str]) -> Iterator[Fault]:
    entry = definition.entry.group
    if not entry:
        yield Fault("entry", "no-entry")
    elif entry not in groups:
        yield Fault("entry", "group-gone")
    if definition.goal and definition.goal not in groups:
        yield Fault("goal", "group-gone")
    if definition.goal and definition.goal == entry:
        yield Fault("goal", "goal-is-entry")
    if not definition.steps:
        yield Fault("steps", "no-steps")


def _of_step(step: Step, groups: Collection[str], channels: Collection[str]) -> Iterator[Fault]:
    match step:
        case Send():
            yield from _of_letter(step, channels)
        case Tag() if not step.name.strip():
            yield Fault(step.id, "no-tag")
        case Wait(how="group") | Split(by="group"):
            if step.group not in groups:
                yield Fault(step.id, "group-gone" if step.group else "no-group")


def _of_letter(step: Send, channels: Collection[str]) -> Iterator[Fault]:
    if not (step.subject or step.subject_zh or step.text or step.text_zh):
        yield Fault(step.id, "no-text")
    elif bool(step.subject) != bool(step.text) or bool(step.subject_zh) != bool(step.text_zh):
        yield Fault(step.id, "half-text")
    for text in (step.subject, step.text, step.subject_zh, step.text_zh):
        for fault in faults_in(text):
            yield Fault(step.id, "faulty-text", fault.where)
    if step.channel not in channels:
        yield Fault(step.id, "no-channel")


def _behind_exits(steps: list[Step]) -> Iterator[Fault]:
    for step, after in pairwise(steps):
        if isinstance(step, Exit):
            yield Fault(after.id, "after-exit")
    for step in steps:
        for way in branches(step):
            yield from _behind_exits(way)
