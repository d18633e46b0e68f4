"""Whatever a definition says, the compiled plan finds the same people as reading it person by person."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import ibis
import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from regulars.loyalty.segments.figures.plan import celled, members, placed
from regulars.loyalty.segments.rules.asking import columns_of
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
    Node,
    Not,
    OnList,
    Share,
    Since,
    Where,
    Window,
    parse,
    plain,
)
from regulars.loyalty.segments.rules.evaluate import holds, rfm_cell, stage
from regulars.loyalty.segments.rules.question import Deed, Known, Question
from regulars.loyalty.segments.rules.rfm import CELLS, RfmBounds
from regulars.loyalty.segments.rules.shares import slot
from tests.depth import examples

NOW = datetime(2026, 3, 31, 3, 30, tzinfo=UTC)
ZONE = ZoneInfo("Europe/Berlin")
KINDS = [
    "view",
    "click",
    "search",
    "share",
    "followed",
    "left",
    "basket",
    "claimed",
    "placed",
    "paid",
    "bought",
]
REFS = ["prd_a", "prd_b", "prd_c"]
SAVED = All([Did("paid", "ge", 1, "times", Window(days=30))])
QUESTION = Question(
    as_of=NOW,
    zone=ZONE,
    rfm=RfmBounds(recent_days=20, often=2, much_minor=500, over_days=60),
    products_in={"tea": frozenset({"prd_a", "prd_b"}), "empty": frozenset()},
    segments={"sgm_1": SAVED},
)

moments = st.integers(-60, 100 * 24 * 60).map(lambda minutes: NOW - timedelta(minutes=minutes))
deeds = st.builds(
    Deed,
    at=moments,
    kind=st.sampled_from(KINDS),
    ref=st.sampled_from([None, *REFS]),
    source=st.sampled_from([None, "search", "home"]),
    order=st.sampled_from([None, "ord_1", "ord_2"]),
    amount_minor=st.integers(0, 900),
)
attributes = st.fixed_dictionaries(
    {
        "origin": st.sampled_from([None, "search", "follow"]),
        "birth_decade": st.sampled_from([None, 1970, 1990]),
        "member": st.sampled_from([None, True, False]),
        "allows.offers.email": st.booleans(),
        "list.lst_1": st.booleans(),
        "point.people.flow/none/loyal": st.booleans(),
    }
)
windows = st.one_of(
    st.just(Window()),
    st.builds(Window, days=st.integers(1, 90), after_days=st.integers(0, 20)),
    st.builds(
        Window, calendar=st.sampled_from(["today", "yesterday", "last_week", "this_month", "last_month"])
    ),
    st.builds(Window, since=st.dates(date(2026, 1, 1), date(2026, 2, 20)), until=st.just(date(2026, 3, 29))),
)
places = st.one_of(
    st.just(Where()),
    st.builds(Where, products=st.just(["prd_a"])),
    st.builds(Where, categories=st.sampled_from([["tea"], ["empty"]])),
    st.builds(Where, sources=st.just(["search"])),
)
leaf_nodes: st.SearchStrategy[Node] = st.one_of(
    st.builds(
        Did,
        what=st.sampled_from(KINDS),  # type: ignore[arg-type]
        op=st.sampled_from(["ge", "le", "eq", "gt", "lt"]),  # type: ignore[arg-type]
        value=st.integers(0, 3),
        measure=st.sampled_from(["times", "days", "products", "orders"]),  # type: ignore[arg-type]
        window=windows,
        where=places,
    ),
    st.builds(
        Did, what=st.just("paid"), op=st.just("ge"), value=st.integers(0, 900), measure=st.just("amount")
    ),  # type: ignore[arg-type]
    st.builds(
        Since, event=st.sampled_from(["first_seen", "last_seen", "first_paid", "followed"]), window=windows
    ),  # type: ignore[arg-type]
    st.builds(
        InStage, st.lists(st.sampled_from(["attention", "interest", "loyal", "lost", "none"]), min_size=1)
    ),  # type: ignore[arg-type]
    st.builds(InRfm, st.lists(st.sampled_from(CELLS), min_size=1)),
    st.sampled_from(
        [
            Is("origin", "eq", "search"),
            Is("origin", "not_in", ["search"]),
            Is("origin", "in", ["follow"]),
            Is("birth_decade", "ge", 1980),
            Is("birth_decade", "unknown"),
            Is("member", "eq", True),
            Is("member", "known"),
            Is("follows", "eq", True),
            Is("follows", "eq", False),
            Allows("offers", "email"),
            OnList("lst_1"),
            InSegment("sgm_1"),
            Share("half", 0, 5000),
            Behind("people.flow", ["none", "loyal"]),
        ]
    ),
)
nodes = st.recursive(
    leaf_nodes,
    lambda parts: st.one_of(
        st.builds(All, st.lists(parts, max_size=3)),
        st.builds(Any_, st.lists(parts, max_size=3)),
        st.builds(Not, st.lists(parts, max_size=2)),
    ),
    max_leaves=6,
)


def tables(everybody: Sequence[Known], node: Node) -> tuple[Any, Any]:
    """The same people as the trail and the table of people that plans read."""
    rows = [{"person": known.person, **_row(deed)} for known in everybody for deed in known.deeds]
    trail = pa.Table.from_pylist(rows, schema=TRAIL)
    extra = {"origin", "birth_decade", "member", *columns_of([node], QUESTION)}
    columns: dict[str, list[Any]] = {"person": [known.person for known in everybody]}
    for name in sorted(extra):
        if name.startswith("share."):
            columns[name] = [slot(name[6:], known.person) for known in everybody]
        else:
            columns[name] = [known.attributes.get(name) for known in everybody]
    types = {"origin": pa.string(), "birth_decade": pa.int64(), "person": pa.string()}
    arrays = {
        name: pa.array(values, types.get(name) or (pa.int64() if name.startswith("share.") else pa.bool_()))
        for name, values in columns.items()
    }
    return ibis.memtable(trail), ibis.memtable(pa.table(arrays))


TRAIL = pa.schema(
    [
        ("person", pa.string()),
        ("at", pa.timestamp("us")),
        ("kind", pa.string()),
        ("ref", pa.string()),
        ("source", pa.string()),
        ("order", pa.string()),
        ("amount_minor", pa.int64()),
        ("quantity", pa.int64()),
    ]
)


def _row(deed: Deed) -> dict[str, Any]:
    names = ("kind", "ref", "source", "order", "amount_minor", "quantity")
    return {"at": deed.at.replace(tzinfo=None)} | {name: getattr(deed, name) for name in names}


def people(deeds_each: Sequence[Sequence[Deed]], known: Sequence[dict[str, Any]]) -> list[Known]:
    """Named people from drawn deeds and attributes."""
    return [
        Known(person=f"per_{number}", deeds=tuple(deeds), attributes=facts)
        for number, (deeds, facts) in enumerate(zip(deeds_each, known, strict=True))
    ]


crowds = st.integers(1, 5).flatmap(
    lambda size: st.builds(
        people,
        st.lists(st.lists(deeds, max_size=7), min_size=size, max_size=size),
        st.lists(attributes, min_size=size, max_size=size),
    )
)


@settings(max_examples=examples(60), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(crowds, nodes)
@pytest.mark.nightly
def test_the_plan_finds_whom_reading_finds(everybody: list[Known], node: Node) -> None:
    trail, table = tables(everybody, node)
    found = set(members(node, trail, table, QUESTION).execute()["person"])
    assert found == {known.person for known in everybody if holds(node, known, QUESTION)}


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(crowds)
def test_everybody_is_at_exactly_one_stage_and_in_at_most_one_cell(everybody: list[Known]) -> None:
    trail, table = tables(everybody, All())
    at = dict(placed(trail, table, QUESTION).execute().itertuples(index=False))
    assert at == {known.person: stage(known, QUESTION) for known in everybody}
    cells = celled(trail, table, QUESTION).execute().set_index("person")["rfm"]
    read = {known.person: rfm_cell(known, QUESTION) for known in everybody}
    assert {name: cell if isinstance(cell, str) else None for name, cell in cells.items()} == read


@given(nodes)
def test_a_definition_survives_being_written_down(node: Node) -> None:
    assert parse(plain(node)) == node


@pytest.mark.parametrize(
    ("definition", "about"),
    [
        ({"kind": "did"}, "what"),
        ({"kind": "did", "what": "danced"}, "what"),
        ({"kind": "all", "of": [{"kind": "did", "what": "paid", "windows": {}}]}, "windows"),
        ({"kind": "did", "what": "paid", "window": {"days": 3, "calendar": "today"}}, "only one"),
        ({"kind": "is", "attribute": "origin", "op": "in", "value": "search"}, "list"),
        ({"kind": "is", "attribute": "origin", "op": "known", "value": 3}, "no value"),
        ({"kind": "share", "salt": "a", "start": 10, "end": 3}, "before it starts"),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_reason(definition: Any, about: str) -> None:
    with pytest.raises(ValueError, match=about):
        parse(definition)


def test_too_deep_and_too_long_are_refused() -> None:
    deep: dict[str, Any] = {"kind": "all", "of": []}
    for _turn in range(9):
        deep = {"kind": "all", "of": [deep]}
    with pytest.raises(ValueError, match="deep"):
        parse(deep)
    with pytest.raises(ValueError, match="more than"):
        parse({"kind": "any", "of": [{"kind": "stage", "in": ["loyal"]}] * 61})
