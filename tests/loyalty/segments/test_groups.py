"""From what people really did to groups a merchant can use."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from click.testing import CliRunner

from regulars.faces.terminal.line import regulars
from regulars.ground import lake
from regulars.ground.bus import shore
from regulars.ground.kit import clock
from regulars.ground.kit.actors import Actor
from regulars.ground.kit.ids import new_id
from regulars.ground.kit.refusals import Refusal
from regulars.loyalty.customers import actions as customers
from regulars.loyalty.customers.models import Relation
from regulars.loyalty.segments import actions, queries
from regulars.loyalty.segments.figures import groups, people
from regulars.loyalty.segments.models import Segment, SegmentVersion
from regulars.loyalty.segments.rules.stages import Windows
from regulars.loyalty.segments.tasks import refresh_segments
from regulars.people.accounts.models import Person
from regulars.trade.orders import actions as orders
from tests.town import Town, operator, shopper, staff
from tests.trade.orders.shopping import bought, order_in

BUYERS = {"kind": "did", "what": "paid"}
pytestmark = pytest.mark.django_db


@pytest.fixture
def mei(town: Town) -> Actor:
    return staff(town.mei, town.clay)


def told() -> None:
    """Everything announced so far reaches the lake, as the worker sees to."""
    while shore.to_lake():
        pass


def viewed(town: Town, person: Person, *, days_ago: int = 0) -> None:
    """A page of Mei's store was seen."""
    at = clock.now() - timedelta(days=days_ago, minutes=1)
    customers.touch(by=shopper(person), store=town.clay, person_id=person.pk, origin="visit", at=at)
    row = {"id": new_id("bea"), "at": at, "name": "view"}
    lake.append("beacons", [row | {"store": town.clay.public_id, "person": person.public_id, "ref": None}])


def relation(town: Town, person: Person) -> Relation:
    return Relation.objects.of(town.clay).get(person=person)


def names(segment: Segment) -> set[int]:
    return set(queries.member_keys(segment))


def stage_of(town: Town, person: Person) -> str:
    return groups.standing(town.clay, relation(town, person), clock.now() + timedelta(seconds=1)).stage


def test_a_person_climbs_the_stages_and_a_refund_takes_a_step_back(town: Town, mei: Actor) -> None:
    viewed(town, town.alice)
    assert stage_of(town, town.alice) == "attention"
    viewed(town, town.alice, days_ago=3)
    assert stage_of(town, town.alice) == "interest"
    order = bought(shopper(town.alice), {town.variant(town.cup).public_id: 1})
    told()
    assert stage_of(town, town.alice) == "purchase"
    bought(shopper(town.alice), {town.variant(town.cup).public_id: 1})
    told()
    assert stage_of(town, town.alice) == "loyal"
    refused = order_in(order, town.clay).public_id
    orders.refuse_order(by=mei, store=town.clay, order=refused, reason="broken")
    told()
    assert stage_of(town, town.alice) == "purchase"


def test_any_past_date_can_be_asked(town: Town) -> None:
    viewed(town, town.alice, days_ago=2)
    bought(shopper(town.alice), {town.variant(town.cup).public_id: 1})
    told()
    now = clock.now() + timedelta(seconds=1)
    mine = relation(town, town.alice)
    assert groups.standing(town.clay, mine, now - timedelta(days=1)).stage == "attention"
    assert groups.stages(town.clay, now - timedelta(days=1)) == {town.alice.public_id: "attention"}
    assert groups.stages(town.clay, now) == {town.alice.public_id: "purchase"}
    assert groups.stages(town.clay, now - timedelta(days=3)) == {}


def test_windows_of_the_category_decide_how_long_a_stage_lasts(town: Town) -> None:
    bought(shopper(town.alice), {town.variant(town.cup).public_id: 1})
    told()
    later = clock.now() + timedelta(days=40)
    assert groups.standing(town.clay, relation(town, town.alice), later).stage == "purchase"
    short = Windows(attention=5, interest=5, intention=5, purchase=30, loyal=30)
    actions.set_windows(by=operator(town.olga), category=town.teapots, windows=short)
    assert people.windows_of(town.clay) == short
    assert groups.standing(town.clay, relation(town, town.alice), later).stage == "lost"
    with pytest.raises(Refusal):
        actions.set_windows(by=operator(town.olga), category=town.teapots, windows=Windows(loyal=0))
    with pytest.raises(Refusal):
        actions.set_windows(by=shopper(town.alice), category=town.teapots, windows=short)


def test_a_saved_group_holds_who_fits_keeps_its_versions_and_says_why(town: Town, mei: Actor) -> None:
    bought(shopper(town.alice), {town.variant(town.cup).public_id: 1})
    viewed(town, town.bob)
    told()
    with clock.at(clock.now() + timedelta(minutes=1)):
        row = actions.save_segment(by=mei, store=town.clay, name="Buyers", definition=BUYERS)
        assert names(row) == {town.alice.pk}
        assert queries.contains(row, town.alice.pk)
        assert not queries.contains(row, None)
        seen = {"kind": "did", "what": "view"}
        both = {"kind": "any", "of": [BUYERS, seen]}
        row = actions.save_segment(
            by=mei, store=town.clay, name="All", definition=both, segment_id=row.public_id
        )
        assert (row.version, row.size, names(row)) == (2, 2, {town.alice.pk, town.bob.pk})
        told_before = list(
            SegmentVersion.objects.of(town.clay).order_by("version").values_list("definition", flat=True)
        )
        assert told_before == [BUYERS, both]
        mine = relation(town, town.bob)
        why = groups.because_of(town.clay, both, [mine.public_id])[mine.public_id]
        assert [(because.holds, because.found) for because in why] == [(False, 0), (True, 1)]


def test_time_alone_moves_people_out_at_the_next_refresh(town: Town, mei: Actor) -> None:
    bought(shopper(town.alice), {town.variant(town.cup).public_id: 1})
    told()
    recent = BUYERS | {"window": {"days": 30}}
    with clock.at(clock.now() + timedelta(minutes=1)):
        row = actions.save_segment(by=mei, store=town.clay, name="Recent", definition=recent)
        assert row.size == 1
    with clock.at(clock.now() + timedelta(days=31)):
        assert refresh_segments() == 1
        row.refresh_from_db()
        assert (row.size, names(row)) == (0, set())


def test_groups_may_stand_on_groups_but_not_in_a_circle(town: Town, mei: Actor) -> None:
    first = actions.save_segment(by=mei, store=town.clay, name="One", definition=BUYERS)
    on_it = {"kind": "not", "of": [{"kind": "segment", "id": first.public_id}]}
    actions.save_segment(by=mei, store=town.clay, name="Two", definition=on_it)
    second = queries.segments_of(town.clay).get(name="Two")
    circle = {"kind": "segment", "id": second.public_id}
    with pytest.raises(actions.NotReadable):
        actions.save_segment(
            by=mei, store=town.clay, name="One", definition=circle, segment_id=first.public_id
        )
    with pytest.raises(actions.StillUsed):
        actions.archive(by=mei, store=town.clay, segment_id=first.public_id)
    actions.archive(by=mei, store=town.clay, segment_id=second.public_id)
    actions.archive(by=mei, store=town.clay, segment_id=first.public_id)
    assert not queries.segments_of(town.clay).exists()


def test_a_list_takes_ids_and_mails_of_own_customers_and_names_the_rest(town: Town, mei: Actor) -> None:
    viewed(town, town.alice)
    bought(shopper(town.bob), {town.variant(town.cup).public_id: 1})
    given = [relation(town, town.alice).public_id, "nobody@example.com", str(town.bob.email).upper()]
    row, missing = actions.upload_list(by=mei, store=town.clay, name="Fair", identifiers=given)
    assert (names(row), missing) == ({town.alice.pk, town.bob.pk}, [1])
    on_it = {"kind": "list", "id": row.public_id}
    with clock.at(clock.now() + timedelta(minutes=1)):
        assert groups.size(town.clay, on_it) == 2
        assert groups.size(town.cashmere, on_it) == 0


def test_tags_are_put_on_and_taken_off(town: Town, mei: Actor) -> None:
    viewed(town, town.alice)
    mine = [relation(town, town.alice).public_id]
    tag = actions.tag(by=mei, store=town.clay, name="Collector", relation_ids=mine)
    assert [each.name for each in queries.tags_of(town.clay, town.alice.pk)] == ["Collector"]
    assert actions.tag(by=mei, store=town.clay, name="Collector", relation_ids=mine).pk == tag.pk
    actions.untag(by=mei, store=town.clay, segment_id=tag.public_id, relation_ids=mine)
    assert not queries.tags_of(town.clay, town.alice.pk).exists()


def test_another_store_sees_and_reaches_nothing(town: Town, mei: Actor) -> None:
    bought(shopper(town.alice), {town.variant(town.cup).public_id: 1})
    told()
    ravi = staff(town.ravi, town.cashmere)
    row = actions.save_segment(by=mei, store=town.clay, name="Buyers", definition=BUYERS)
    with pytest.raises(Refusal):
        queries.segment_of(town.cashmere, row.public_id)
    with pytest.raises(Refusal):
        actions.save_segment(by=ravi, store=town.clay, name="Mine", definition=BUYERS)
    named = {"kind": "segment", "id": row.public_id}
    with pytest.raises(actions.NotReadable):
        actions.save_segment(by=ravi, store=town.cashmere, name="Theirs", definition=named)
    taken, missing = actions.upload_list(
        by=ravi, store=town.cashmere, name="Stolen", identifiers=[relation(town, town.alice).public_id]
    )
    assert (taken.size, missing) == (0, [0])


@pytest.mark.parametrize(
    ("definition", "name"),
    [({"kind": "is", "attribute": "salary", "op": "known"}, "x"), (BUYERS, "  "), ({"kind": "did"}, "x")],
)
def test_what_makes_no_sense_is_refused(town: Town, mei: Actor, definition: Any, name: str) -> None:
    with pytest.raises(Refusal):
        actions.save_segment(by=mei, store=town.clay, name=name, definition=definition)
    assert not Segment.objects.of(town.clay).exists()


def test_two_groups_of_one_name_are_refused(town: Town, mei: Actor) -> None:
    actions.save_segment(by=mei, store=town.clay, name="Buyers", definition=BUYERS)
    with pytest.raises(actions.NameTaken):
        actions.save_segment(by=mei, store=town.clay, name="Buyers", definition=BUYERS)


def test_the_command_line_says_a_figure_with_its_definition_and_the_people_behind_it(town: Town) -> None:
    bought(shopper(town.alice), {town.variant(town.cup).public_id: 1})
    bought(shopper(town.alice), {town.variant(town.cup).public_id: 1})
    bought(shopper(town.bob), {town.variant(town.cup).public_id: 1})
    told()
    tomorrow = (clock.now() + timedelta(days=1)).date().isoformat()
    line = ["figures", "people.repeat-rate", "--store", "Purple Clay House", "--as-of", tomorrow, "--json"]
    ended = CliRunner().invoke(regulars, line)
    assert ended.exit_code == 0, ended.output
    found = json.loads(ended.stdout)
    assert found["value"] == 0.5
    assert "two or more" in found["definition"]
    assert found["points"][0]["people"] == {
        "kind": "did",
        "what": "paid",
        "value": 2,
        "window": {},
        "where": {},
    }
    assert CliRunner().invoke(regulars, ["figures", "people.repeat-rate"]).exit_code == 2
    assert CliRunner().invoke(regulars, ["figures", "no.such", "--store", "x"]).exit_code == 2
