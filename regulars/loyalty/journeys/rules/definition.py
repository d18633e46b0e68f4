"""The language of journeys: who enters, which steps follow one another, and what ends it early.

A journey is JSON: `{"entry": {"group": "sgm_…", "who": "new"}, "goal": "sgm_…", "steps": [{"kind": "send", …},
{"kind": "split", "yes": [...], "no": [...]}]}`. Steps follow each other downwards; after either side of a split
comes what stands below it. There is no way up, so everybody arrives.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta, Struct, field

MOST_STEPS, DEEPEST = 20, 3
GroupId = Annotated[str, Meta(pattern=r"^([a-z]{2,4}_[a-z0-9]{1,24})?$")]
StepId = Annotated[str, Meta(pattern=r"^s[1-9][0-9]{0,2}$")]
Line = Annotated[str, Meta(max_length=120)]
Words = Annotated[str, Meta(max_length=4000)]
Who = Literal["new", "now", "both"]


class Entry(Struct, forbid_unknown_fields=True):
    """Who goes on the journey: those who newly get into a group, those in it at the start, or both.

    `again_days`: 0 means once; otherwise somebody who newly gets into the group again enters again, at the earliest
    so many days after the last time.
    """

    group: GroupId = ""
    who: Who = "new"
    again_days: Annotated[int, Meta(ge=0, le=3650)] = 0


class Wait(Struct, tag_field="kind", tag="wait", forbid_unknown_fields=True):
    """Stay for `hours` (`time`), until the next `weekday` (0 Monday, -1 any) at `hour` in the market's zone
    (`moment`), or until the person is in `group`, for `days` at most (`group`)."""

    id: StepId
    how: Literal["time", "moment", "group"] = "time"
    hours: Annotated[int, Meta(ge=1, le=8760)] = 72
    weekday: Annotated[int, Meta(ge=-1, le=6)] = -1
    hour: Annotated[int, Meta(ge=0, le=23)] = 10
    group: GroupId = ""
    days: Annotated[int, Meta(ge=1, le=365)] = 7


class Send(Struct, tag_field="kind", tag="send", forbid_unknown_fields=True):
    """A message. When the person's week is full it waits for the next one, `patience_days` in all at most; then the
    person goes on without it, or leaves."""

    id: StepId
    subject: Line = ""
    text: Words = ""
    subject_zh: Line = ""
    text_zh: Words = ""
    purpose: Literal["offers", "news"] = "offers"
    channel: Annotated[str, Meta(pattern=r"^[a-z]{1,20}$")] = "inbox"
    patience_days: Annotated[int, Meta(ge=0, le=28)] = 7
    otherwise: Literal["go_on", "leave"] = "go_on"


class Tag(Struct, tag_field="kind", tag="tag", forbid_unknown_fields=True):
    """Put a tag of the store's own on the person."""

    id: StepId
    name: Annotated[str, Meta(max_length=80)] = ""


class Exit(Struct, tag_field="kind", tag="exit", forbid_unknown_fields=True):
    """The journey ends here for whoever comes by."""

    id: StepId


class Split(Struct, tag_field="kind", tag="split", forbid_unknown_fields=True):
    """Two ways: who is in `group` now and who is not, or a stable share of `percent` and the rest."""

    id: StepId
    by: Literal["group", "share"] = "group"
    group: GroupId = ""
    percent: Annotated[int, Meta(ge=1, le=99)] = 50
    yes: list[Step] = field(default_factory=list)
    no: list[Step] = field(default_factory=list)


Step = Wait | Send | Tag | Exit | Split


class Definition(Struct, forbid_unknown_fields=True):
    """A whole journey. `goal`: a group; whoever is in it leaves at once, as one who got there."""

    entry: Entry = field(default_factory=Entry)
    goal: GroupId = ""
    steps: list[Step] = field(default_factory=list)


class Unreadable(ValueError):
    """Not a journey; the text says where."""


def parse(definition: Any) -> Definition:
    """Read JSON. Raises Unreadable for what no draft may be either: too long, too deep, one id twice."""
    try:
        found = msgspec.convert(definition, Definition)
    except (msgspec.ValidationError, RecursionError) as error:
        raise Unreadable(str(error)) from error
    every = list(steps_of(found))
    if len(every) > MOST_STEPS:
        raise Unreadable(f"more than {MOST_STEPS} steps")
    if depth(found.steps) > DEEPEST:
        raise Unreadable(f"splits in splits, more than {DEEPEST} deep")
    if len({step.id for step in every}) < len(every):
        raise Unreadable("two steps of one id")
    return found


def plain(definition: Definition | Step) -> Any:
    """The journey, or one step of it, as JSON."""
    return msgspec.to_builtins(definition)


def steps_of(definition: Definition) -> Iterator[Step]:
    """Every step, from above downwards."""
    return _within(definition.steps)


def branches(step: Step) -> tuple[list[Step], ...]:
    """The ways a step opens."""
    return (step.yes, step.no) if isinstance(step, Split) else ()


def depth(steps: list[Step]) -> int:
    """How deep splits stand in splits."""
    return max((1 + depth(way) for step in steps for way in branches(step)), default=0)


def groups_in(definition: Definition) -> set[str]:
    """The groups that steps and goal ask for; without the entry's."""
    splits = (step for step in steps_of(definition) if isinstance(step, Split) and step.by == "group")
    return waited_for(definition) | {step.group for step in splits if step.group}


def waited_for(definition: Definition) -> set[str]:
    """The groups that move somebody by getting into them: the goal, and those that steps wait for."""
    waits = (step for step in steps_of(definition) if isinstance(step, Wait) and step.how == "group")
    return {definition.goal, *(step.group for step in waits)} - {""}


def _within(steps: list[Step]) -> Iterator[Step]:
    for step in steps:
        yield step
        for way in branches(step):
            yield from _within(way)
