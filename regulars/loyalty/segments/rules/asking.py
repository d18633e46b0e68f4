"""What definitions look at: every condition they stand on, the kinds of deeds, the columns of people."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from regulars.loyalty.segments.rules.definition import (
    Allows,
    Behind,
    Did,
    InRfm,
    InSegment,
    InStage,
    Is,
    Leaf,
    Node,
    OnList,
    Share,
    Since,
    leaves,
)
from regulars.loyalty.segments.rules.question import Question, point_column
from regulars.loyalty.segments.rules.stages import LOST, NONE, STAGES, stage_rules

FROM_TRAIL = ("follows",)
# A sold line stands beside its order: on its own it is no sign of life.
BOUGHT = "bought"
KIND_OF = {"first_paid": "paid", "last_paid": "paid", "followed": "followed"}


def columns_of(nodes: Iterable[Node], question: Question) -> set[str]:
    """The columns beside `person` that `people` must have for these definitions."""
    wanted: set[str] = set()
    for leaf in every_leaf(nodes, question):
        match leaf:
            case Is() if leaf.attribute not in FROM_TRAIL:
                wanted.add(leaf.attribute)
            case Allows():
                wanted.add(f"allows.{leaf.purpose}.{leaf.channel}")
            case OnList():
                wanted.add(f"list.{leaf.id}")
            case Share():
                wanted.add(f"share.{leaf.salt}")
            case Behind():
                wanted.add(point_column(leaf))
    return wanted


def kinds_of(leaf: Leaf) -> set[str] | None:
    """The kinds of deeds a condition looks at; None: any but sold lines."""
    match leaf:
        case Did():
            return {leaf.what}
        case Is() if leaf.attribute == "follows":
            return {"followed", "left"}
        case InRfm():
            return {"paid"}
        case Since():
            kind = KIND_OF.get(leaf.event)
            return {kind} if kind else None
        case InStage() if asks_the_rest(leaf.stages):
            return None
    return set()


def every_leaf(nodes: Iterable[Node], question: Question) -> Iterator[Leaf]:
    """All conditions, with those of the stages and of the other groups they name."""
    for node in nodes:
        for leaf in leaves(node):
            yield leaf
            if isinstance(leaf, InStage):
                rules = stage_rules(question.windows)
                yield from every_leaf([rules[name] for name in down_to(leaf.stages)], question)
            if isinstance(leaf, InSegment):
                yield from every_leaf([question.segments[leaf.id]], question)


def asks_the_rest(stages: Iterable[str]) -> bool:
    """Whether those below all stages are asked for: who is lost or was never there."""
    return not set(stages).isdisjoint((LOST, NONE))


def down_to(stages: Iterable[str]) -> Sequence[str]:
    """The stages from the lowest asked for on: who is at one of these is at none above it."""
    if asks_the_rest(stages):
        return STAGES
    return STAGES[min(STAGES.index(name) for name in stages) :]
