"""What hostile definitions cannot do: stop the counting of others, cost without bound, or break a page."""

from __future__ import annotations

from typing import Any

import pytest

from regulars.ground.kit.actors import Actor
from regulars.loyalty.segments import actions
from regulars.loyalty.segments.models import Segment
from regulars.loyalty.segments.rules.definition import parse
from regulars.loyalty.segments.tasks import refresh_segments
from tests.town import Town, staff

BUYERS = {"kind": "did", "what": "paid"}


@pytest.fixture
def mei(town: Town) -> Actor:
    return staff(town.mei, town.clay)


def on(segment: Segment, times: int = 1) -> dict[str, Any]:
    return {"kind": "any", "of": [{"kind": "segment", "id": segment.public_id}] * times}


@pytest.mark.django_db
def test_groups_stand_on_each_other_three_deep_and_no_deeper(town: Town, mei: Actor) -> None:
    row = actions.save_segment(by=mei, store=town.clay, name="0", definition=BUYERS)
    for name in "123":
        row = actions.save_segment(by=mei, store=town.clay, name=name, definition=on(row))
    with pytest.raises(actions.NotReadable):
        actions.save_segment(by=mei, store=town.clay, name="4", definition=on(row))


@pytest.mark.django_db
def test_named_many_times_a_group_costs_what_it_holds(town: Town, mei: Actor) -> None:
    first = actions.save_segment(by=mei, store=town.clay, name="0", definition=BUYERS)
    second = actions.save_segment(by=mei, store=town.clay, name="1", definition=on(first, 30))
    with pytest.raises(actions.NotReadable):
        actions.save_segment(by=mei, store=town.clay, name="2", definition=on(second, 30))


@pytest.mark.django_db
def test_one_group_that_cannot_be_counted_does_not_stop_the_others(town: Town, mei: Actor) -> None:
    circle = Segment.objects.create(store=town.cashmere, name="ill", definition=BUYERS)
    Segment.objects.of(town.cashmere).filter(pk=circle.pk).update(
        definition={"kind": "segment", "id": circle.public_id}
    )
    well = actions.save_segment(by=mei, store=town.clay, name="well", definition=BUYERS)
    Segment.objects.of(town.clay).filter(pk=well.pk).update(refreshed_at=None)
    assert refresh_segments() == 1
    well.refresh_from_db()
    assert well.refreshed_at is not None


@pytest.mark.parametrize(
    "leaf",
    [
        {"kind": "did", "what": "paid", "window": {"since": "0001-01-01"}},
        {"kind": "did", "what": "paid", "window": {"until": "9999-12-31"}},
        {"kind": "is", "attribute": "birth_decade", "op": "ge", "value": 2**70},
        {"kind": "share", "salt": "\ud800", "end": 5},
        {"kind": "list", "id": "\u0000"},
        {"kind": "segment", "id": "sgm_';--"},
    ],
)
def test_values_nobody_means_are_refused(leaf: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r".+"):
        parse(leaf)
