"""Making, ordering, showing and renewing lists."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from regulars.discovery.lists import actions, queries
from regulars.discovery.lists.models import List, ListEntry, Showing
from regulars.goods.catalog import actions as catalog
from regulars.ground.bus.models import Message
from regulars.ground.kit import clock
from regulars.ground.kit.actors import SYSTEM
from regulars.ground.kit.exports import tables
from regulars.ground.kit.models import AuditEntry
from regulars.ground.kit.refusals import NotAllowed, NotFound
from regulars.people.merchants import actions as merchants
from tests.town import Town, operator, shopper
from tests.trade.orders.shopping import bought


def by_hand(town: Town, *, shown: bool = True) -> List:
    """A list with pot, cup and sweater."""
    olga = operator(town.olga)
    row = actions.make_list(by=olga, title="First flat", title_zh="第一个家", scene="home")
    for product in (town.teapot, town.cup, town.sweater):
        actions.put_on(by=olga, row=row, ref=product.public_id, why=f"Why {product.title}")
    if shown:
        actions.publish_list(by=olga, row=row)
    return row


def titles(name: str) -> list[str]:
    return [card.title for card in queries.published(name).cards]


def test_a_list_is_a_draft_until_it_is_published(town: Town) -> None:
    row = by_hand(town, shown=False)
    with pytest.raises(NotFound):
        queries.published(row.slug)
    assert queries.shown() == []
    actions.publish_list(by=operator(town.olga), row=row)
    assert (
        titles(row.slug)
        == titles(row.public_id)
        == ["Plum Branch teapot", "Tasting cup", "Round-neck sweater"]
    )
    with translation.override("zh-hans"):
        assert [card.title for card in queries.shown()] == ["第一个家"]
    told = Message.objects.filter(name="discovery.list-changed.v1").count()
    assert told == 4
    assert AuditEntry.objects.filter(action="lists.publish_list", person_id=town.olga.pk).exists()


def test_only_who_may_makes_lists(town: Town) -> None:
    row = by_hand(town)
    for actor in (operator(town.oscar), town.mei_at_work(), shopper(town.alice)):
        for act in (
            lambda by: actions.make_list(by=by, title="Mine"),
            lambda by: actions.take_down(by=by, row=row),
            lambda by: actions.put_on(by=by, row=row, ref=town.cup.public_id),
            lambda by: actions.drop_list(by=by, row=row),
            lambda by: actions.renew_lists(by=by),
        ):
            with pytest.raises(NotAllowed):
                act(actor)


def test_entries_move_and_leave_without_gaps(town: Town) -> None:
    olga, row = operator(town.olga), by_hand(town)
    last = queries.entries_of(row)[2]
    actions.move_entry(by=olga, row=row, entry_id=last.public_id, to=0)
    assert titles(row.slug) == ["Round-neck sweater", "Plum Branch teapot", "Tasting cup"]
    actions.move_entry(by=olga, row=row, entry_id=last.public_id, to=99)
    actions.take_off(by=olga, row=row, entry_id=queries.entries_of(row)[0].public_id)
    assert [one.position for one in queries.entries_of(row)] == [0, 1]
    assert titles(row.slug) == ["Tasting cup", "Round-neck sweater"]
    actions.say_why(by=olga, row=row, entry_id=last.public_id, why="Warm", why_zh="暖")
    with translation.override("zh-hans"):
        assert queries.published(row.slug).places[1].why == "暖"


def test_what_is_on_twice_hidden_or_unknown_is_refused(town: Town) -> None:
    olga, row = operator(town.olga), by_hand(town)
    with pytest.raises(actions.AlreadyOn):
        actions.put_on(by=olga, row=row, ref=town.cup.public_id)
    for ref in (town.clay.public_id, "pro_nobody", ""):
        with pytest.raises(NotFound):
            actions.put_on(by=olga, row=row, ref=ref)
    for more in ({"title": " "}, {"title": "x", "scene": "moon"}, {"title": "x", "kind": "people"}):
        with pytest.raises((actions.TitleMissing, actions.UnknownWord)):
            actions.make_list(by=olga, **more)  # type: ignore[arg-type]
    with pytest.raises(actions.NothingOn):
        actions.publish_list(by=olga, row=actions.make_list(by=olga, title="Empty"))


def test_retired_goods_and_resting_stores_vanish_by_themselves(town: Town) -> None:
    row = by_hand(town)
    catalog.retire_product(by=SYSTEM, store=town.clay, product_id=town.cup.public_id)
    assert titles(row.slug) == ["Plum Branch teapot", "Round-neck sweater"]
    merchants.suspend(by=SYSTEM, store=town.cashmere, reason="Papers")
    assert titles(row.slug) == ["Plum Branch teapot"]
    assert [card.count for card in queries.shown()] == [1]
    catalog.unpublish_product(by=SYSTEM, store=town.clay, product_id=town.teapot.public_id)
    assert (titles(row.slug), queries.shown()) == ([], [])


def test_a_showing_has_a_beginning_and_an_end(town: Town) -> None:
    olga, row = operator(town.olga), by_hand(town, shown=False)
    now = clock.now()
    with pytest.raises(actions.TimeTurned):
        actions.publish_list(by=olga, row=row, since=now + timedelta(days=2), until=now + timedelta(days=1))
    actions.publish_list(by=olga, row=row, since=now + timedelta(days=1), until=now + timedelta(days=2))
    states = []
    for days in (0.0, 1.5, 2.5):
        with clock.shift(timedelta(days=days)):
            states.append((queries.state_of(queries.showings_of(row)[0]), len(queries.shown())))
    assert states == [("scheduled", 0), ("published", 1), ("ended", 0)]
    with clock.shift(timedelta(days=1.5)):
        assert actions.take_down(by=olga, row=row) is True
        assert queries.shown() == []
    ended = Showing.objects.get(list=row)
    assert (ended.published_by_id, ended.ended_by_id) == (town.olga.pk, town.olga.pk)


def test_a_list_of_stores(town: Town) -> None:
    olga = operator(town.olga)
    row = actions.make_list(by=olga, title="Good stores", kind="stores")
    actions.put_on(by=olga, row=row, ref=town.cashmere.public_id)
    actions.put_on(by=olga, row=row, ref=town.clay.public_id, why="Patient")
    actions.publish_list(by=olga, row=row)
    assert [(place.store, place.why) for place in queries.published(row.slug).places] == [
        (town.cashmere, ""), (town.clay, "Patient"),
    ]  # fmt: skip
    merchants.suspend(by=SYSTEM, store=town.clay, reason="Papers")
    assert queries.published(row.slug).stores == [town.cashmere]


def test_the_machine_keeps_its_standing_lists_and_says_why(town: Town) -> None:
    for _time in range(3):
        bought(shopper(town.alice), {town.variant(town.cup).public_id: 1})
    actions.renew_lists(by=SYSTEM)
    assert titles("rising-this-week") == ["Tasting cup"]
    place = queries.published("rising-this-week").places[0]
    assert place.why == "Sold 3 times this week, 0 the week before"
    with translation.override("zh-hans"):
        assert "3" in queries.published("rising-this-week").places[0].why
    assert queries.published("stores-people-return-to").stores == [town.clay]
    assert actions.renew_lists(by=SYSTEM) == 0
    with clock.shift(timedelta(days=15)):
        assert actions.renew_lists(by=SYSTEM) > 0
        assert titles("rising-this-week") == []


def test_the_machines_order_is_its_own_and_a_list_taken_down_stays_down(town: Town) -> None:
    olga = operator(town.olga)
    actions.renew_lists(by=SYSTEM)
    row = List.objects.get(recipe="new", author_id=None)
    entry = ListEntry.objects.across_stores("test").filter(list=row)[0]
    for act in (
        lambda: actions.put_on(by=olga, row=row, ref=town.cup.public_id),
        lambda: actions.move_entry(by=olga, row=row, entry_id=entry.public_id, to=0),
        lambda: actions.take_off(by=olga, row=row, entry_id=entry.public_id),
    ):
        with pytest.raises(actions.MadeByMachine):
            act()
    actions.take_down(by=olga, row=row)
    actions.renew_lists(by=SYSTEM)
    assert row.slug not in [card.slug for card in queries.shown()]
    actions.drop_list(by=olga, row=row)
    actions.renew_lists(by=SYSTEM)
    assert List.objects.filter(recipe="new").count() == 1


def test_best_under_a_price_in_a_category(town: Town) -> None:
    bought(shopper(town.alice), {town.variant(town.cup).public_id: 1, town.variant(town.teapot).public_id: 2})
    row = actions.make_list(
        by=operator(town.olga), title="Under 100", recipe="best", category=town.teapots, most_minor=10_000
    )
    actions.publish_list(by=operator(town.olga), row=row)
    assert titles("under-100") == ["Tasting cup"]
    assert [card.slug for card in queries.shown(category=town.teapots.pk)] == ["under-100"]
    assert queries.shown(category=town.knitwear.pk) == []


def test_questions_do_not_grow_with_the_lists(town: Town) -> None:
    counts = []
    for _time in range(2):
        row = by_hand(town)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            queries.shown()
        with CaptureQueriesContext(connection) as opened:
            queries.published(row.slug)
        counts.append((len(asked), len(opened)))
    assert counts == [(2, 3), (2, 3)]


def test_a_store_takes_along_where_it_stood(town: Town) -> None:
    by_hand(town)
    rows = list(tables["places_in_lists"].rows(town.clay))
    assert [(row.list.title, row.product.title) for row in rows] == [
        ("First flat", "Plum Branch teapot"), ("First flat", "Tasting cup"),
    ]  # fmt: skip
