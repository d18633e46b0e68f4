"""What the product says of a store's people at a moment, by the customers' own numbers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

LONG = 600.0
ROUNDED = 9


def as_of(store_name: str, moment: datetime) -> dict[str, dict[Any, Any]]:
    """Every figure by name; keys and values are plain, people are called as in the file."""
    from regulars.ground.lake.sitting import sitting
    from regulars.people.merchants.models import Store

    store = Store.objects.get(name=store_name)
    called = _called()
    with sitting(LONG):
        return {
            "kept": _kept(store, moment, called),
            "stage": _stages(store, moment, called),
            "cell": _cells(store, moment),
            "rhythm": _opened(store, moment, "people.rhythm", called),
            "second order": _opened(store, moment, "people.second-order-days", called),
            "cohorts": {
                point.keys: (round(point.value, ROUNDED), point.among)
                for point in _points(store, moment, "people.cohorts")
            },
            "cohort people": _opened(store, moment, "people.cohorts", called),
            "weeks": _numbers(store, moment, "people.rhythm-weeks"),
            "months": _numbers(store, moment, "people.rhythm-months"),
            "counts": _counts(store, moment),
            "single figures": _single(store, moment),
        }


def _called() -> dict[str, str]:
    """What the file calls each person, by public id."""
    from regulars.people.accounts.models import Person

    rows = Person.objects.exclude(external_ref=None).values_list("public_id", "external_ref")
    return {public_id: ref.rsplit(":", 1)[1] for public_id, ref in rows if ":" in ref}


def _kept(store: Any, moment: datetime, called: Mapping[str, str]) -> dict[str, tuple[int, int]]:
    from regulars.loyalty.customers.figures import trail

    rows = trail(store.public_id, moment)
    paid = rows.filter(rows.kind == "paid")
    sums = paid.group_by("person").aggregate(orders=paid.count(), left=paid.amount_minor.sum())
    found = sums.to_pyarrow().to_pylist()
    return {called[row["person"]]: (int(row["orders"]), int(row["left"])) for row in found}


def _stages(store: Any, moment: datetime, called: Mapping[str, str]) -> dict[str, str]:
    from regulars.loyalty.segments.figures import groups

    return {called[person]: stage for person, stage in groups.stages(store, moment).items()}


def _cells(store: Any, moment: datetime) -> dict[str, str]:
    from regulars.loyalty.customers.models import Relation
    from regulars.loyalty.segments.figures import groups

    rows = Relation.objects.of(store).values_list("public_id", "person__external_ref")
    refs = {relation: ref.rsplit(":", 1)[1] for relation, ref in rows}
    return {refs[relation]: cell for relation, cell in groups.cells(store, moment).items()}


def _opened(
    store: Any, moment: datetime, figure: str, called: Mapping[str, str]
) -> dict[Any, frozenset[str]]:
    """The people behind each point of a figure, as the workbench opens them."""
    from regulars.loyalty.segments.figures import groups

    found = {}
    for point in _points(store, moment, figure):
        node = groups.readable(point.people)
        people = groups.found(store, node, moment).select("person").to_pyarrow()["person"].to_pylist()
        if people:
            found[point.keys] = frozenset(called[person] for person in people)
    return found


def _counts(store: Any, moment: datetime) -> dict[tuple[str, ...], Any]:
    """What the points themselves say, beside the people they open."""
    names = ("people.stages", "people.rfm", "people.rhythm", "people.second-order-days")
    return {
        (name, *point.keys): point.value
        for name in names
        for point in _points(store, moment, name)
        if point.value
    }


def _numbers(store: Any, moment: datetime, figure: str) -> dict[tuple[str, ...], Any]:
    return {point.keys: point.value for point in _points(store, moment, figure)}


def _single(store: Any, moment: datetime) -> dict[str, Any]:
    from regulars.ground.lake.figures import ask

    again = ask("people.repeat-rate", store, moment)
    kept = ask("sales.kept", store, moment)
    wait = ask("people.second-order-days", store, moment).value
    return {
        "buyers": again.points[0].among,
        "buyers who came back": again.points[0].value,
        "repeat rate": None if again.value is None else round(again.value, ROUNDED),
        "median days to the second order": None if wait is None else round(wait, ROUNDED),
        "kept sales of 30 days": kept.value,
        "kept orders of 30 days": kept.points[0].value,
    }


def _points(store: Any, moment: datetime, figure: str) -> Iterator[Any]:
    from regulars.ground.lake.figures import ask

    yield from ask(figure, store, moment).points
