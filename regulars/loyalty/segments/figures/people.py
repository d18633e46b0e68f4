"""The people of a store as plans and readings of definitions want them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Count, QuerySet

from regulars.goods.catalog.models import Category, Product
from regulars.ground.kit import clock
from regulars.ground.kit.later import ibis, pa
from regulars.ground.lake.figures import members_of
from regulars.loyalty.customers.figures import trail
from regulars.loyalty.customers.models import Consent, Relation
from regulars.loyalty.segments.hooks import sources
from regulars.loyalty.segments.models import CategoryWindows, Segment, SegmentMember
from regulars.loyalty.segments.rules.asking import columns_of
from regulars.loyalty.segments.rules.attributes import BUILT_IN, FEWEST_OF_A_DECADE, Attribute
from regulars.loyalty.segments.rules.definition import N_, Did, InSegment, Node, Unreadable, leaves, parse
from regulars.loyalty.segments.rules.question import Deed, Known, Question
from regulars.loyalty.segments.rules.rfm import RfmBounds
from regulars.loyalty.segments.rules.shares import slot
from regulars.loyalty.segments.rules.stages import Windows
from regulars.people.merchants.models import Store
from regulars.people.merchants.queries import market

DEEPEST, LONGEST = 3, 200
DIRECT = {"origin": "origin", "language": "person__language", "birth_decade": "person__birth_decade"}
TYPES = {"text": "string", "number": "int64", "money": "int64", "yes_no": "bool"}


def known_attributes() -> dict[str, Attribute]:
    """Everything that may be asked about people, by name."""
    built_in = {attribute.name: attribute for attribute in BUILT_IN}
    told = {name: Attribute(name, source.type, source.values) for name, source in sources().items()}
    return built_in | told


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


def people_table(store: Store, nodes: Sequence[Node], asked: Question) -> Any:
    """The store's people as an Ibis table: `person`, `relation`, `key` and what the definitions name."""
    rows = Relation.objects.of(store).filter(first_touch_at__lt=asked.as_of)
    return ibis.memtable(_arrow(store, rows, columns_of(nodes, asked), asked))


def known_of(store: Store, relation: Relation, asked: Question, nodes: Sequence[Node]) -> Known:
    """One person as definitions see them."""
    return all_known(store, [relation], asked, nodes)[relation.pk]


def all_known(
    store: Store, relations: Sequence[Relation], asked: Question, nodes: Sequence[Node]
) -> dict[int, Known]:
    """Several people as definitions see them, by key of the relation; their `person` must be loaded."""
    ids = {row.person.public_id: row.pk for row in relations}
    rows = trail(store.public_id, asked.as_of)
    deeds: dict[str, list[Deed]] = {name: [] for name in ids}
    for row in rows.filter(rows.person.isin(list(ids))).to_pyarrow().to_pylist() if ids else ():
        deeds[row["person"]].append(_deed(row))
    columns = columns_of(nodes, asked)
    own = Relation.objects.of(store).filter(pk__in=list(ids.values()))
    facts = {row["person"]: row for row in _arrow(store, own, columns, asked).to_pylist()}
    return {
        key: Known(
            person=name, deeds=tuple(deeds[name]), attributes={one: facts[name][one] for one in columns}
        )
        for name, key in ids.items()
    }


def _arrow(store: Store, rows: QuerySet[Relation], columns: set[str], asked: Question) -> pa.Table:
    direct = sorted(columns & DIRECT.keys())
    fields = ("person__public_id", "public_id", "person_id", *(DIRECT[name] for name in direct))
    read = list(rows.values_list(*fields))
    lists: list[list[Any]] = [list(column) for column in zip(*read, strict=True)] or [[] for _field in fields]
    types = {
        attribute.name: pa.type_for_alias(TYPES[attribute.type]) for attribute in known_attributes().values()
    }
    arrays = {"person": pa.array(lists[0], pa.string()), "relation": pa.array(lists[1], pa.string())}
    arrays["key"] = pa.array(lists[2], pa.int64())
    for name, values in zip(direct, lists[3:], strict=True):
        known = _of_enough(store, values) if name == "birth_decade" else values
        arrays[name] = pa.array(known, types[name])
    for name in sorted(columns - DIRECT.keys()):
        arrays[name] = _column(store, name, lists, types, asked)
    return pa.table(arrays)


def _of_enough(store: Store, values: Sequence[Any]) -> list[Any]:
    """Decades that too few of the store's people said stay unknown to it: who said them would stand alone."""
    own = Relation.objects.of(store).exclude(person__birth_decade=None).order_by()
    many = dict(own.values_list("person__birth_decade").annotate(many=Count("pk")))
    return [value if many.get(value, 0) >= FEWEST_OF_A_DECADE else None for value in values]


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
    if what == "point":
        figure, *keys = rest.split("/")
        counted = set(members_of(figure, store, asked.as_of, tuple(keys)))
        return pa.array([person in counted for person in lists[0]], pa.bool_())
    values = sources()[name].load(store.pk, asked.as_of)
    return pa.array([values.get(key) for key in lists[2]], types[name])


def _allowing(store: Store, purpose: str, channel: str, *, before: datetime) -> set[int]:
    said = Consent.objects.filter(relation__store=store, purpose=purpose, channel=channel, at__lt=before)
    last = dict(said.order_by("at", "id").values_list("relation__person_id", "granted"))
    return {key for key, granted in last.items() if granted}


def _listed(store: Store, public_id: str) -> QuerySet[SegmentMember, int]:
    rows = SegmentMember.objects.of(store).filter(segment__public_id=public_id, segment__archived_at=None)
    return rows.values_list("person_id", flat=True)


def _named(store: Store, nodes: Sequence[Node]) -> dict[str, Node]:
    """Definitions of all segments named, directly or through others. Raises Unreadable."""
    found: dict[str, Node] = {}
    read = 0

    def follow(node: Node, above: tuple[str, ...]) -> None:
        nonlocal read
        if len(above) > DEEPEST:
            raise Unreadable(N_("Groups stand on each other more than %(most)s deep."), most=DEEPEST)
        for leaf in leaves(node):
            read += 1
            if read > LONGEST:
                raise Unreadable(
                    N_("With the groups it names, this has more than %(most)s conditions."), most=LONGEST
                )
            if not isinstance(leaf, InSegment):
                continue
            if leaf.id in above:
                raise Unreadable(N_("Groups name each other in a circle."))
            if leaf.id not in found:
                row = (
                    Segment.objects.of(store).filter(public_id=leaf.id, kind="rule", archived_at=None).first()
                )
                if row is None:
                    raise Unreadable(N_("A group named here does not exist any more."))
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
