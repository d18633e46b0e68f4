"""Questions about groups of one store's people. All start from the store."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import ibis
import pyarrow as pa
from django.db.models import Count, QuerySet

from regulars.goods.catalog.models import Category, Product
from regulars.ground.kit import clock
from regulars.ground.kit.refusals import NotFound
from regulars.loyalty.customers.figures import trail
from regulars.loyalty.customers.models import Consent, Relation
from regulars.loyalty.segments.figures import plan
from regulars.loyalty.segments.hooks import sources
from regulars.loyalty.segments.models import CategoryWindows, Segment, SegmentMember
from regulars.loyalty.segments.rules.attributes import BUILT_IN, Attribute, check
from regulars.loyalty.segments.rules.definition import All, Did, InSegment, Node, Unreadable, leaves, parse
from regulars.loyalty.segments.rules.evaluate import Because, put_there_by, stage, why
from regulars.loyalty.segments.rules.question import Deed, Known, Question, Value
from regulars.loyalty.segments.rules.rfm import RfmBounds
from regulars.loyalty.segments.rules.shares import slot
from regulars.loyalty.segments.rules.stages import Windows
from regulars.people.merchants.models import Store
from regulars.people.merchants.queries import market

DIRECT = {"origin": "origin", "language": "person__language", "birth_decade": "person__birth_decade"}
TYPES = {"text": pa.string(), "number": pa.int64(), "money": pa.int64(), "yes_no": pa.bool_()}


@dataclass(frozen=True, slots=True)
class Standing:
    """Where one person stands with a store: stage, what put them there, since when the reason holds."""

    stage: str
    because: Because | None


def known_attributes() -> dict[str, Attribute]:
    """Everything that may be asked about people, by name."""
    built_in = {attribute.name: attribute for attribute in BUILT_IN}
    return built_in | {name: source.attribute for name, source in sources().items()}


def question(store: Store, nodes: Iterable[Node] = (), as_of: datetime | None = None) -> Question:
    """How definitions are asked about this store: its zone, windows, products of the categories named.

    Raises Unreadable for segments that name each other in a circle or do not exist.
    """
    every = list(nodes)
    named = _named(store, every)
    return Question(
        as_of=as_of or clock.now(),
        zone=ZoneInfo(market().zone),
        windows=windows_of(store),
        rfm=RfmBounds(),
        products_in=_products_in(store, [*every, *named.values()]),
        segments=named,
    )


def windows_of(store: Store) -> Windows:
    """The stage windows of the category most of the store's goods are in, or of its nearest parent with some."""
    top = (
        Product.objects.of(store)
        .values_list("category__path")
        .annotate(many=Count("pk"))
        .order_by("-many")
        .first()
    )
    if top is None or not top[0]:
        return Windows()
    rows = CategoryWindows.objects.select_related("category")
    fitting = [row for row in rows if str(top[0]).startswith(row.category.path)]
    if not fitting:
        return Windows()
    nearest = max(fitting, key=lambda row: len(row.category.path))
    return Windows(**{name: getattr(nearest, name) for name in Windows.__struct_fields__})


def size(store: Store, definition: Any, as_of: datetime | None = None) -> int:
    """How many of the store's people fit a definition. Raises Unreadable."""
    return int(found(store, readable(definition), as_of).count().execute())


def keys(store: Store, node: Node, as_of: datetime | None = None) -> list[int]:
    """The keys of the people who fit."""
    table = found(store, node, as_of)
    return [int(key) for key in table.select("key").to_pyarrow()["key"].to_pylist()]


def found(store: Store, node: Node, as_of: datetime | None = None) -> Any:
    """The people who fit as an Ibis table: `person` (public id), `relation` (public id), `key`."""
    asked = question(store, [node], as_of)
    walked, people = trail(store.public_id, asked.as_of), people_table(store, [node], asked)
    fitting = plan.members(node, walked, people, asked)
    return people.semi_join(fitting, "person").select("person", "relation", "key")


def stages(store: Store, as_of: datetime | None = None) -> dict[str, str]:
    """The stage of every person the store knew at a moment, by public id of the relation."""
    asked = question(store, [], as_of)
    people = people_table(store, [], asked)
    table = plan.placed(trail(store.public_id, asked.as_of), people, asked)
    rows = people.join(table, "person").select("relation", "stage").to_pyarrow()
    return dict(zip(rows["relation"].to_pylist(), rows["stage"].to_pylist(), strict=True))


def cells(store: Store, as_of: datetime | None = None) -> dict[str, str]:
    """The cell of recency, frequency and money of every buyer, by public id of the relation."""
    asked = question(store, [], as_of)
    people = people_table(store, [], asked)
    table = plan.celled(trail(store.public_id, asked.as_of), people, asked)
    rows = people.join(table, "person").filter(table.rfm.notnull()).select("relation", "rfm").to_pyarrow()
    return dict(zip(rows["relation"].to_pylist(), rows["rfm"].to_pylist(), strict=True))


def reasons(
    store: Store, definition: Any, relation: Relation, as_of: datetime | None = None
) -> list[Because]:
    """Each condition of a definition for one person, with what was found. Raises Unreadable."""
    node = readable(definition)
    asked = question(store, [node], as_of)
    known = known_of(store, relation, asked, [node])
    return [why(leaf, known, asked) for leaf in leaves(node)]


def standing(store: Store, relation: Relation, as_of: datetime | None = None) -> Standing:
    """The stage of one person with the condition that put them there."""
    asked = question(store, [], as_of)
    known = known_of(store, relation, asked, [])
    return Standing(stage(known, asked), put_there_by(known, asked))


def known_of(store: Store, relation: Relation, asked: Question, nodes: Sequence[Node]) -> Known:
    """One person as definitions see them."""
    rows = trail(store.public_id, asked.as_of)
    mine = rows.filter(rows.person == relation.person.public_id).to_pyarrow().to_pylist()
    columns = plan.columns_of(nodes, asked)
    table = _arrow(store, Relation.objects.of(store).filter(pk=relation.pk), columns, asked)
    facts: dict[str, Value] = {name: table[name].to_pylist()[0] for name in columns}
    return Known(person=relation.person.public_id, deeds=tuple(_deed(row) for row in mine), attributes=facts)


def people_table(store: Store, nodes: Sequence[Node], asked: Question) -> Any:
    """The store's people as an Ibis table: `person`, `relation`, `key` and what the definitions name."""
    rows = Relation.objects.of(store).filter(first_touch_at__lt=asked.as_of)
    return ibis.memtable(_arrow(store, rows, plan.columns_of(nodes, asked), asked))


def readable(definition: Any) -> Node:
    """A definition that makes sense here. Raises Unreadable."""
    node = parse(definition)
    check(node, known_attributes())
    return node


def segments_of(store: Store, kind: str = "") -> QuerySet[Segment]:
    """The store's segments, the latest first."""
    rows = Segment.objects.of(store).filter(archived_at=None)
    return (rows.filter(kind=kind) if kind else rows).order_by("-id")


def segment_of(store: Store, public_id: str) -> Segment:
    """One of the store's segments. Raises NotFound."""
    row = Segment.objects.of(store).filter(public_id=public_id, archived_at=None).first()
    if row is None:
        raise NotFound()
    return row


def contains(segment: Segment, person_id: int | None) -> bool:
    """Whether a person was in a segment at its last refresh: what offers, pages and messages ask."""
    if person_id is None:
        return False
    return SegmentMember.objects.of(segment.store_id).filter(segment=segment, person_id=person_id).exists()


def member_keys(segment: Segment) -> QuerySet[SegmentMember, int]:
    """The keys of a segment's people at its last refresh."""
    return (
        SegmentMember.objects.of(segment.store_id).filter(segment=segment).values_list("person_id", flat=True)
    )


def tags_of(store: Store, person_id: int) -> QuerySet[Segment]:
    """The tags one person carries at a store."""
    return Segment.objects.of(store).filter(kind="tag", archived_at=None, members__person_id=person_id)


def _arrow(store: Store, rows: QuerySet[Relation], columns: set[str], asked: Question) -> pa.Table:
    direct = sorted(columns & DIRECT.keys())
    fields = ("person__public_id", "public_id", "person_id", *(DIRECT[name] for name in direct))
    read = list(rows.values_list(*fields))
    lists: list[list[Any]] = [list(column) for column in zip(*read, strict=True)] or [[] for _field in fields]
    types = {attribute.name: TYPES[attribute.type] for attribute in known_attributes().values()}
    arrays = {"person": pa.array(lists[0], pa.string()), "relation": pa.array(lists[1], pa.string())}
    arrays["key"] = pa.array(lists[2], pa.int64())
    for name, values in zip(direct, lists[3:], strict=True):
        arrays[name] = pa.array(values, types[name])
    for name in sorted(columns - DIRECT.keys()):
        arrays[name] = _column(store, name, lists, types, asked)
    return pa.table(arrays)


def _column(
    store: Store, name: str, lists: list[list[Any]], types: Mapping[str, pa.DataType], asked: Question
) -> pa.Array:
    what, _dot, rest = name.partition(".")
    if what == "share":
        return pa.array([slot(rest, person) for person in lists[0]], pa.int64())
    if what == "allows":
        allowed = _allowing(store, *rest.split("."), before=asked.as_of)
        return pa.array([key in allowed for key in lists[2]], pa.bool_())
    if what == "list":
        listed = set(_listed(store, rest))
        return pa.array([key in listed for key in lists[2]], pa.bool_())
    values = sources()[name].load(store.pk, asked.as_of)
    return pa.array([values.get(key) for key in lists[2]], types[name])


def _allowing(store: Store, purpose: str, channel: str, *, before: datetime) -> set[int]:
    said = Consent.objects.filter(relation__store=store, purpose=purpose, channel=channel, at__lt=before)
    last = {
        key: granted
        for key, granted in said.order_by("at", "id").values_list("relation__person_id", "granted")
    }
    return {key for key, granted in last.items() if granted}


def _listed(store: Store, public_id: str) -> QuerySet[SegmentMember, int]:
    rows = SegmentMember.objects.of(store).filter(segment__public_id=public_id, segment__archived_at=None)
    return rows.values_list("person_id", flat=True)


def _named(store: Store, nodes: Sequence[Node]) -> dict[str, Node]:
    """Definitions of all segments named, directly or through others. Raises Unreadable."""
    found: dict[str, Node] = {}

    def follow(node: Node, above: tuple[str, ...]) -> None:
        for leaf in leaves(node):
            if not isinstance(leaf, InSegment):
                continue
            if leaf.id in above:
                raise Unreadable("Segments name each other in a circle.")
            if leaf.id not in found:
                row = (
                    Segment.objects.of(store).filter(public_id=leaf.id, kind="rule", archived_at=None).first()
                )
                if row is None:
                    raise Unreadable("A segment named here does not exist any more.")
                found[leaf.id] = parse(row.definition)
            follow(found[leaf.id], (*above, leaf.id))

    for node in nodes:
        follow(node, ())
    return found


def _products_in(store: Store, nodes: Iterable[Node]) -> dict[str, frozenset[str]]:
    slugs = {
        slug
        for node in nodes
        for leaf in leaves(node)
        if isinstance(leaf, Did)
        for slug in leaf.where.categories or ()
    }
    paths = dict(Category.objects.filter(slug__in=slugs).values_list("slug", "path"))
    own = Product.objects.of(store)
    return {
        slug: frozenset(own.filter(category__path__startswith=path).values_list("public_id", flat=True))
        for slug, path in paths.items()
    }


def _deed(row: Mapping[str, Any]) -> Deed:
    names = ("kind", "ref", "source", "order", "amount_minor", "quantity")
    return Deed(at=row["at"].replace(tzinfo=UTC), **{name: row[name] for name in names})


EVERYBODY = All()
