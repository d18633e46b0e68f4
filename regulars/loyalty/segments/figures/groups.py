"""Who of a store's people fits a definition, who is at which stage, and why."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from regulars.ground.lake.figures import registry
from regulars.ground.lake.sitting import kept, shared, sitting
from regulars.loyalty.customers.figures import trail
from regulars.loyalty.customers.models import Relation
from regulars.loyalty.segments.figures import plan
from regulars.loyalty.segments.figures.people import (
    all_known,
    known_attributes,
    known_of,
    people_table,
    question,
)
from regulars.loyalty.segments.rules.attributes import check
from regulars.loyalty.segments.rules.definition import N_, Behind, Node, Unreadable, leaves, parse
from regulars.loyalty.segments.rules.evaluate import Because, put_there_by, stage, why
from regulars.loyalty.segments.rules.question import Question
from regulars.people.merchants.models import Store


@dataclass(frozen=True, slots=True)
class Standing:
    """Where one person stands with a store: the stage and the condition that put them there, if one did."""

    stage: str
    because: Because | None


def readable(definition: Any) -> Node:
    """A definition that makes sense here. Raises Unreadable."""
    node = parse(definition)
    check(node, known_attributes())
    for leaf in leaves(node):
        if isinstance(leaf, Behind) and (leaf.figure not in registry or not registry[leaf.figure].members):
            raise Unreadable(N_("No figure called %(name)s knows its people."), name=leaf.figure)
    return node


def size(store: Store, definition: Any, as_of: datetime | None = None) -> int:
    """How many of the store's people fit a definition. Raises Unreadable."""
    return int(found(store, readable(definition), as_of).count().execute())


def keys(store: Store, node: Node, as_of: datetime | None = None) -> list[int]:
    """The keys of the people who fit. Raises Crowded, TookTooLong."""
    with sitting():
        table = found(store, node, as_of)
        return [int(key) for key in table.select("key").to_pyarrow()["key"].to_pylist()]


def found(store: Store, node: Node, as_of: datetime | None = None) -> Any:
    """The people who fit as an Ibis table: `person` (public id), `relation` (public id), `key`."""
    asked = question(store, [node], as_of)
    return kept(("found", store.pk, repr(node), asked.as_of), lambda: _fitting(store, node, asked))


def _fitting(store: Store, node: Node, asked: Question) -> Any:
    walked, people = trail(store.public_id, asked.as_of), people_table(store, [node], asked)
    fitting = plan.members(node, walked, people, asked)
    return people.semi_join(fitting, "person").select("person", "relation", "key")


def stages(store: Store, as_of: datetime) -> dict[str, str]:
    """The stage of every person the store knew at a moment, by public id of the person."""
    return shared(("stages", store.pk, as_of), lambda: _stages(store, as_of))


def _stages(store: Store, as_of: datetime) -> dict[str, str]:
    asked = question(store, [], as_of)
    people = people_table(store, [], asked)
    table = plan.placed(trail(store.public_id, asked.as_of), people, asked)
    rows = people.join(table, "person").select("person", "stage").to_pyarrow()
    return dict(zip(rows["person"].to_pylist(), rows["stage"].to_pylist(), strict=True))


def cells(store: Store, as_of: datetime | None = None) -> dict[str, str]:
    """The cell of recency, frequency and money of every buyer, by public id of the relation."""
    asked = question(store, [], as_of)
    people = people_table(store, [], asked)
    table = plan.celled(trail(store.public_id, asked.as_of), people, asked)
    rows = people.join(table, "person").filter(table.rfm.notnull()).select("relation", "rfm").to_pyarrow()
    return dict(zip(rows["relation"].to_pylist(), rows["rfm"].to_pylist(), strict=True))


def standing(store: Store, relation: Relation, as_of: datetime | None = None) -> Standing:
    """The stage of one person with the condition that put them there."""
    asked = question(store, [], as_of)
    known = known_of(store, relation, asked, [])
    return Standing(stage(known, asked), put_there_by(known, asked))


def sizes(store: Store, nodes: Mapping[str, Node], as_of: datetime | None = None) -> dict[str, int]:
    """How many people fit each of several definitions, counted in one query."""
    asked = question(store, nodes.values(), as_of)
    walked, people = trail(store.public_id, asked.as_of), people_table(store, list(nodes.values()), asked)
    table = plan.described(walked, people, asked, nodes.values())
    read = plan.Plan(asked)
    counts = {
        f"n{number}": read.true(node, table).cast("int64").sum() for number, node in enumerate(nodes.values())
    }
    row = table.aggregate(**counts).to_pyarrow().to_pylist()[0]
    return {name: int(row[f"n{number}"] or 0) for number, name in enumerate(nodes)}


@dataclass(frozen=True, slots=True)
class Example:
    """Somebody who fits, and why."""

    relation: str
    name: str
    reasons: tuple[Because, ...]


def sample(
    store: Store, definition: Any, limit: int, as_of: datetime | None = None, after: str = ""
) -> list[Example]:
    """Some of the people who fit a definition, each with the reasons, in the order of their ids.

    `after` is the id (of the relation) behind which to go on. Raises Unreadable.
    """
    node = readable(definition)
    asked = question(store, [node], as_of)
    fitting = found(store, node, asked.as_of)
    further = fitting.filter(fitting["relation"] > after) if after else fitting
    rows = further.order_by("relation").limit(limit).to_pyarrow()
    own = sorted(_relations(store, rows["relation"].to_pylist()), key=lambda row: row.public_id)
    return [
        Example(row.public_id, row.person.name, because) for row, because in _why(store, node, asked, own)
    ]


def because_of(store: Store, definition: Any, relations: Sequence[str]) -> dict[str, tuple[Because, ...]]:
    """Each condition of a definition for several people, by the store's ids for them. Raises Unreadable."""
    node = readable(definition)
    asked = question(store, [node])
    own = _relations(store, relations)
    return {row.public_id: because for row, because in _why(store, node, asked, own)}


def _relations(store: Store, public_ids: Collection[str]) -> list[Relation]:
    return list(Relation.objects.of(store).filter(public_id__in=public_ids).select_related("person"))


def _why(
    store: Store, node: Node, asked: Question, own: Sequence[Relation]
) -> Iterator[tuple[Relation, tuple[Because, ...]]]:
    known = all_known(store, own, asked, [node])
    for row in own:
        yield row, tuple(why(leaf, known[row.pk], asked) for leaf in leaves(node))
