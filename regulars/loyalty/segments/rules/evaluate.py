"""A definition read for one person, slowly and plainly: says *why* somebody is in, and is what plans must equal."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from operator import eq, ge, gt, le, lt

from regulars.loyalty.segments.rules.asking import BOUGHT
from regulars.loyalty.segments.rules.definition import (
    All,
    Allows,
    Any_,
    Behind,
    Did,
    InRfm,
    InSegment,
    InStage,
    Is,
    Leaf,
    Node,
    Not,
    OnList,
    Share,
    Since,
    Where,
    Window,
)
from regulars.loyalty.segments.rules.question import Deed, Known, Question, Value, point_column
from regulars.loyalty.segments.rules.rfm import cell
from regulars.loyalty.segments.rules.shares import slot
from regulars.loyalty.segments.rules.stages import LOST, NONE, STAGES, stage_rules
from regulars.loyalty.segments.rules.windows import span

COMPARE: dict[str, Callable[[int, int], bool]] = {"ge": ge, "le": le, "eq": eq, "gt": gt, "lt": lt}


@dataclass(frozen=True, slots=True)
class Because:
    """One condition, whether it holds, and what was found (a count, an amount, a value, a moment)."""

    leaf: Leaf
    holds: bool
    found: Value | datetime


def holds(node: Node, known: Known, question: Question) -> bool:
    """Whether the definition is true of the person."""
    if isinstance(node, All):
        return all(holds(part, known, question) for part in node.of)
    if isinstance(node, Any_):
        return any(holds(part, known, question) for part in node.of)
    if isinstance(node, Not):
        return not any(holds(part, known, question) for part in node.of)
    return why(node, known, question).holds


def why(leaf: Leaf, known: Known, question: Question) -> Because:
    """One condition for one person, with what was found."""
    found: Value | datetime
    match leaf:
        case Did():
            found = measured(leaf, known, question)
            true = COMPARE[leaf.op](found, leaf.value)
        case Is():
            found = attribute(leaf.attribute, known, question)
            true = compared(leaf, found)
        case Since():
            found = moment(leaf, known, question)
            true = found is not None and _within(found, leaf.window, question)
        case InStage():
            found = stage(known, question)
            true = found in leaf.stages
        case InRfm():
            found = rfm_cell(known, question)
            true = found in leaf.cells
        case Allows():
            found = bool(known.attributes.get(f"allows.{leaf.purpose}.{leaf.channel}"))
            true = found
        case OnList():
            found = bool(known.attributes.get(f"list.{leaf.id}"))
            true = found
        case InSegment():
            true = holds(question.segments[leaf.id], known, question)
            found = true
        case Share():
            found = slot(leaf.salt, known.person)
            true = leaf.start <= found < leaf.end
        case Behind():
            found = bool(known.attributes.get(point_column(leaf)))
            true = found
    return Because(leaf, true, found)


def measured(leaf: Did, known: Known, question: Question) -> int:
    """How much of it the person did: a count, or minor units for `amount`."""
    start, end = span(leaf.window, question.as_of, question.zone)
    deeds = [
        deed
        for deed in known.deeds
        if deed.kind == leaf.what and (start is None or deed.at >= start) and deed.at < end
    ]
    deeds = [deed for deed in deeds if _about(deed, leaf.where, question)]
    match leaf.measure:
        case "times":
            return len(deeds)
        case "amount":
            return sum(deed.amount_minor for deed in deeds)
        case "days":
            return len({deed.at.astimezone(question.zone).date() for deed in deeds})
        case "products":
            return len({deed.ref for deed in deeds if deed.ref is not None})
        case "orders":
            return len({deed.order for deed in deeds if deed.order is not None})


def attribute(name: str, known: Known, question: Question) -> Value:
    """An attribute; `follows` is read from what the person did."""
    if name != "follows":
        return known.attributes.get(name)
    came = _last(known, question, "followed")
    went = _last(known, question, "left")
    return came is not None and (went is None or came > went)


def compared(leaf: Is, value: Value) -> bool:
    """Whether an attribute's value fits. An unknown one fits only `unknown` and `not_in`."""
    match leaf.op:
        case "known":
            return value is not None
        case "unknown":
            return value is None
        case "in":
            return isinstance(leaf.value, list) and str(value) in leaf.value
        case "not_in":
            return isinstance(leaf.value, list) and str(value) not in leaf.value
    if value is None:
        return False
    if isinstance(value, str) or isinstance(leaf.value, str):
        return leaf.op == "eq" and str(value) == str(leaf.value)
    assert isinstance(leaf.value, int)
    return COMPARE[leaf.op](int(value), int(leaf.value))


def moment(leaf: Since, known: Known, question: Question) -> datetime | None:
    """The moment a `since` condition speaks of."""
    kinds = {"first_paid": "paid", "last_paid": "paid", "followed": "followed"}
    kind = kinds.get(leaf.event)
    times = [
        deed.at
        for deed in known.deeds
        if deed.at < question.as_of and (deed.kind == kind if kind else deed.kind != BOUGHT)
    ]
    if not times:
        return None
    return min(times) if leaf.event.startswith("first") else max(times)


def stage(known: Known, question: Question) -> str:
    """The highest stage that holds; `lost` for those who were at one, `none` for those who never were."""
    for name, rule in reversed(list(stage_rules(question.windows).items())):
        if holds(rule, known, question):
            return name
    here = any(deed.at < question.as_of and deed.kind != BOUGHT for deed in known.deeds)
    return LOST if here else NONE


def put_there_by(known: Known, question: Question) -> Because | None:
    """The first condition that puts the person at their stage."""
    name = stage(known, question)
    if name not in STAGES:
        return None
    rule = stage_rules(question.windows)[name]
    found = (why(part, known, question) for part in rule.of if not isinstance(part, All | Any_ | Not))
    return next(because for because in found if because.holds)


def rfm_cell(known: Known, question: Question) -> str | None:
    """The cell of recency, frequency and money the person falls into."""
    start, end = span_days(question)
    paid = [deed for deed in known.deeds if deed.kind == "paid" and start <= deed.at < end]
    if not paid:
        return None
    since = (question.as_of - max(deed.at for deed in paid)).total_seconds() / 86_400
    return cell(question.rfm, since, len(paid), sum(deed.amount_minor for deed in paid))


def span_days(question: Question) -> tuple[datetime, datetime]:
    """The time over which recency, frequency and money are counted."""
    return question.as_of - timedelta(days=question.rfm.over_days), question.as_of


def _within(at: datetime, window: Window, question: Question) -> bool:
    start, end = span(window, question.as_of, question.zone)
    return (start is None or at >= start) and at < end


def _about(deed: Deed, where: Where, question: Question) -> bool:
    wanted: list[tuple[Collection[str] | None, str | None]] = [
        (where.products, deed.ref),
        (where.offers, deed.ref),
        (where.sources, deed.source),
    ]
    if where.categories is not None:
        products = {one for name in where.categories for one in question.products_in.get(name, ())}
        wanted.append((products, deed.ref))
    return all(values is None or value in values for values, value in wanted)


def _last(known: Known, question: Question, kind: str) -> datetime | None:
    times = [deed.at for deed in known.deeds if deed.kind == kind and deed.at < question.as_of]
    return max(times, default=None)
