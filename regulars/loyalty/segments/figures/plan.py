"""A definition as one query plan: one pass over the trail, one row per person, one condition at the end.

`trail` has the columns of `customers.figures.trail`; `people` has `person` and one column per attribute, list
and share the definition names (`rules.asking.columns_of` tells which). Both may live on any engine Ibis speaks to.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from functools import reduce
from operator import and_, eq, ge, gt, le, lt, or_
from typing import Any

from regulars.ground.kit.later import ibis
from regulars.loyalty.segments.figures.days import local_day
from regulars.loyalty.segments.rules.asking import (
    BOUGHT,
    FROM_TRAIL,
    KIND_OF,
    asks_the_rest,
    down_to,
    every_leaf,
    kinds_of,
)
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
    digest,
)
from regulars.loyalty.segments.rules.question import Question, point_column
from regulars.loyalty.segments.rules.rfm import CELLS
from regulars.loyalty.segments.rules.stages import EVERY_STAGE, LOST, NONE, stage_rules
from regulars.loyalty.segments.rules.windows import Span, span

COMPARE: dict[str, Callable[[Any, Any], Any]] = {"ge": ge, "le": le, "eq": eq, "gt": gt, "lt": lt}
EVERYBODY = InStage([*EVERY_STAGE])


def members(node: Node, trail: Any, people: Any, question: Question) -> Any:
    """The people of whom the definition is true: an Ibis table with the column `person`."""
    table = described(trail, people, question, [node])
    return table.filter(Plan(question).true(node, table)).select("person")


def placed(trail: Any, people: Any, question: Question) -> Any:
    """Everybody with the `stage` they are at: an Ibis table `person`, `stage`."""
    plan = Plan(question)
    table = described(trail, people, question, [EVERYBODY])
    return table.select("person", stage=plan.stage(table, EVERYBODY.stages))


def celled(trail: Any, people: Any, question: Question) -> Any:
    """Everybody with the cell of recency, frequency and money, and what it is made of.

    An Ibis table `person`, `rfm`, `last_paid`, `orders`, `spent_minor`; people without an order have no cell.
    """
    node = InRfm(list(CELLS))
    table = described(trail, people, question, [node])
    names = {"last_paid": "rfm_last", "orders": "rfm_orders", "spent_minor": "rfm_minor"}
    return table.select(
        "person", rfm=Plan(question).cell(table), **{name: table[column] for name, column in names.items()}
    )


def described(trail: Any, people: Any, question: Question, nodes: Iterable[Node]) -> Any:
    """`people` with everything these definitions ask for measured in one pass over the trail."""
    plan = Plan(question)
    every = list(every_leaf(nodes, question))
    measures: dict[str, Any] = {}
    for leaf in every:
        measures |= plan.measures(leaf)
    if not measures:
        return people
    rows = _needed(trail.filter(trail.at < _moment(question.as_of)), every)
    start = plan.earliest(every)
    rows = rows.filter(rows.at >= _moment(start)) if start is not None else rows
    sums = rows.group_by("person").aggregate(**{name: made(rows) for name, made in measures.items()})
    sums = sums.rename(trail_person="person")
    met = people.left_join(sums, people.person == sums.trail_person)
    counts = [name for name in measures if not name.startswith(("at_", "rfm_last"))]
    counted = {name: ibis.coalesce(met[name], 0) for name in counts}
    return met.mutate(**counted)


def _needed(rows: Any, every: Iterable[Leaf]) -> Any:
    """The rows of the kinds that any condition looks at: the engine need not read the streams of the others."""
    kinds: set[str] = set()
    for leaf in every:
        found = kinds_of(leaf)
        if found is None:
            # Sold lines cost more to read than all the rest, and each stands beside its order.
            sold = any(isinstance(one, Did) and one.what == BOUGHT for one in every)
            return rows if sold else rows.filter(rows.kind != BOUGHT)
        kinds |= found
    return rows.filter(rows.kind.isin(sorted(kinds)))


class Plan:
    """Turns conditions into measures of the trail and into expressions over one row per person."""

    def __init__(self, question: Question):
        self.question = question

    def measures(self, leaf: Leaf) -> dict[str, Callable[[Any], Any]]:
        """What has to be counted in the trail for a condition, by column name."""
        match leaf:
            case Did():
                return {_name(leaf): lambda rows: self._measured(leaf, rows)}
            case Since():
                return {f"at_{leaf.event}": lambda rows: _moment_of(leaf.event, rows)}
            case Is() if leaf.attribute == "follows":
                return {
                    "at_came": lambda rows: rows.at.max(where=rows.kind == "followed"),
                    "at_went": lambda rows: rows.at.max(where=rows.kind == "left"),
                }
            case InRfm():
                return self._rfm_measures()
            case InStage() if asks_the_rest(leaf.stages):
                return {"any_deed": lambda rows: (rows.kind != BOUGHT).cast("int64").sum()}
        return {}

    def earliest(self, every: Iterable[Leaf]) -> datetime | None:
        """Before this moment nothing matters to any condition; None if everything may."""
        starts: list[datetime] = []
        for leaf in every:
            match leaf:
                case Did():
                    start, _end = self._span(leaf.window)
                case InRfm():
                    start, _end = self._rfm_span()
                case Is() if leaf.attribute not in FROM_TRAIL:
                    continue
                case InStage() if not asks_the_rest(leaf.stages):
                    continue
                case Allows() | OnList() | Share() | InSegment() | Behind():
                    continue
                case _:
                    start = None
            if start is None:
                return None
            starts.append(start)
        return min(starts, default=None)

    def true(self, node: Node, table: Any) -> Any:
        """The definition as a condition on one row."""
        match node:
            case All():
                return reduce(and_, (self.true(part, table) for part in node.of), ibis.literal(True))
            case Any_():
                return reduce(or_, (self.true(part, table) for part in node.of), ibis.literal(False))
            case Not():
                return ~self.true(Any_(node.of), table)
            case Did():
                return COMPARE[node.op](table[_name(node)], node.value)
            case Is():
                return _compared(node, self._attribute(node.attribute, table))
            case Since():
                at = table[f"at_{node.event}"]
                return ibis.coalesce(_between(at, self._span(node.window)), False)
            case InStage():
                return self.stage(table, node.stages).isin(node.stages)
            case InRfm():
                return ibis.coalesce(self.cell(table).isin(node.cells), False)
            case Allows():
                return ibis.coalesce(table[f"allows.{node.purpose}.{node.channel}"], False)
            case OnList():
                return ibis.coalesce(table[f"list.{node.id}"], False)
            case InSegment():
                return self.true(self.question.segments[node.id], table)
            case Share():
                place = table[f"share.{node.salt}"]
                return (place >= node.start) & (place < node.end)
            case Behind():
                return ibis.coalesce(table[point_column(node)], False)

    def stage(self, table: Any, asked: Iterable[str]) -> Any:
        """The highest stage that holds, as text; what lies below all that is asked for is told as none."""
        rules = stage_rules(self.question.windows)
        branches = [(self.true(rules[name], table), name) for name in reversed(down_to(asked))]
        if asks_the_rest(asked):
            branches.append((table.any_deed > 0, LOST))
        return ibis.cases(*branches, else_=NONE)

    def cell(self, table: Any) -> Any:
        """The cell of recency, frequency and money as text; empty for people without an order."""
        bounds = self.question.rfm
        edge = _moment(_days_before(self.question.as_of, bounds.recent_days))
        bits = (
            table.rfm_last >= edge,
            table.rfm_orders >= bounds.often,
            table.rfm_minor >= bounds.much_minor,
        )
        text = reduce(lambda left, right: left + right, (ibis.ifelse(bit, "1", "0") for bit in bits))
        return ibis.ifelse(table.rfm_orders > 0, text, ibis.null("string"))

    def _measured(self, leaf: Did, rows: Any) -> Any:
        where = (rows.kind == leaf.what) & self._during(leaf.window, rows) & self._about(leaf.where, rows)
        match leaf.measure:
            case "times":
                return where.cast("int64").sum()
            case "amount":
                return rows.amount_minor.sum(where=where)
            case "days":
                return local_day(rows.at, self.question).nunique(where=where)
            case "products":
                return rows.ref.nunique(where=where)
            case "orders":
                return rows.order.nunique(where=where)

    def _rfm_measures(self) -> dict[str, Callable[[Any], Any]]:
        def paid(rows: Any) -> Any:
            return (rows.kind == "paid") & _between(rows.at, self._rfm_span())

        return {
            "rfm_last": lambda rows: rows.at.max(where=paid(rows)),
            "rfm_orders": lambda rows: paid(rows).cast("int64").sum(),
            "rfm_minor": lambda rows: rows.amount_minor.sum(where=paid(rows)),
        }

    def _attribute(self, name: str, table: Any) -> Any:
        if name != "follows":
            return table[name]
        return table.at_came.notnull() & (table.at_went.isnull() | (table.at_came > table.at_went))

    def _about(self, where: Where, rows: Any) -> Any:
        held = ibis.literal(True)
        for values, column in ((where.products, "ref"), (where.offers, "ref"), (where.sources, "source")):
            if values is not None:
                held = held & ibis.coalesce(rows[column].isin(values), False)
        if where.categories is not None:
            found = {one for name in where.categories for one in self.question.products_in.get(name, ())}
            held = held & (
                ibis.coalesce(rows.ref.isin(sorted(found)), False) if found else ibis.literal(False)
            )
        return held

    def _during(self, window: Window, rows: Any) -> Any:
        return _between(rows.at, self._span(window))

    def _span(self, window: Window) -> Span:
        return span(window, self.question.as_of, self.question.zone)

    def _rfm_span(self) -> Span:
        return _days_before(self.question.as_of, self.question.rfm.over_days), self.question.as_of


def _name(leaf: Did) -> str:
    """One column for equal measures: the comparison is no part of it."""
    return "did_" + digest(leaf.what, leaf.measure, leaf.window, leaf.where)


def _compared(leaf: Is, column: Any) -> Any:
    match leaf.op:
        case "known":
            return column.notnull()
        case "unknown":
            return column.isnull()
        case "in":
            return ibis.coalesce(column.cast("string").isin(leaf.value), False)
        case "not_in":
            return ~ibis.coalesce(column.cast("string").isin(leaf.value), False)
    if isinstance(leaf.value, str):
        return ibis.coalesce(column.cast("string") == leaf.value, False) & (leaf.op == "eq")
    return ibis.coalesce(COMPARE[leaf.op](column.cast("int64"), int(leaf.value)), False)  # type: ignore[arg-type]


def _moment_of(event: str, rows: Any) -> Any:
    kind = KIND_OF.get(event)
    where = rows.kind == kind if kind else rows.kind != BOUGHT
    return rows.at.min(where=where) if event.startswith("first") else rows.at.max(where=where)


def _between(at: Any, span: Span) -> Any:
    start, end = span
    before = at < _moment(end)
    return before if start is None else (at >= _moment(start)) & before


def _moment(at: datetime) -> Any:
    return ibis.literal(at.replace(tzinfo=None), "timestamp")


def _days_before(at: datetime, days: int) -> datetime:
    return at - timedelta(days=days)
