"""A journey as a picture: its steps from above downwards, the ways of forks side by side, people where they are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from regulars.faces.merchant.journeys import wording
from regulars.loyalty.journeys.queries import Crowd
from regulars.loyalty.journeys.rules.definition import Definition, Exit, Split, Step
from regulars.loyalty.journeys.rules.faults import Fault


@dataclass(frozen=True, slots=True)
class Drawn:
    """What a picture is made from: groups' names, what is missing, who is where."""

    names: Mapping[str, str]
    missing: Mapping[str, Sequence[str]] = field(default_factory=dict)
    crowd: Crowd | None = None


def picture(definition: Definition, drawn: Drawn) -> list[dict[str, Any]]:
    """The steps of a journey as the template draws them."""
    return _branch(definition.steps, drawn)


def missing(faults: Sequence[Fault]) -> dict[str, list[str]]:
    """What is missing, in sentences by place."""
    found: dict[str, list[str]] = defaultdict(list)
    for one in faults:
        found[one.where].append(wording.fault(one))
    return dict(found)


def _branch(steps: Sequence[Step], drawn: Drawn) -> list[dict[str, Any]]:
    last = len(steps) - 1
    return [_step(one, drawn) | {"first": at == 0, "last": at == last} for at, one in enumerate(steps)]


def _step(one: Step, drawn: Drawn) -> dict[str, Any]:
    title, text = wording.step(one, drawn.names)
    kind = str(one.__struct_config__.tag)
    found = {
        "id": one.id, "kind": kind, "icon": wording.ICONS[kind], "title": title, "text": text,
        "missing": drawn.missing.get(one.id, ()), "editable": not isinstance(one, Exit),
        "ways": _ways(one, drawn) if isinstance(one, Split) else (),
    }  # fmt: skip
    return found | (_counts(one, drawn.crowd) if drawn.crowd else {})


def _ways(one: Split, drawn: Drawn) -> list[dict[str, Any]]:
    labels = wording.sides(one)
    return [
        {"side": f"{one.id}.{side}", "label": label, "steps": _branch(steps, drawn)}
        for side, label, steps in (("yes", labels[0], one.yes), ("no", labels[1], one.no))
    ]


def _counts(one: Step, crowd: Crowd) -> dict[str, Any]:
    happened: Mapping[str, int] = crowd.passed.get(one.id, {})
    named = dict(zip(("yes", "no"), wording.sides(one), strict=True)) if isinstance(one, Split) else {}
    kinds = sorted(happened, key=lambda what: (what != "yes", -happened[what]))
    counts = [
        (named.get(what) or wording.passed(what), happened[what]) for what in kinds if what != "week_full"
    ]
    return {"at": crowd.at.get(one.id, 0), "passed": counts}
