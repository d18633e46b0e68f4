"""Drafts, publishing, schedules, bringing back: what is shown when, and who may."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from regulars.discovery.storefront import actions, queries
from regulars.discovery.storefront.models import Snapshot
from regulars.ground.kit import clock
from regulars.ground.kit.models import AuditEntry
from regulars.ground.kit.refusals import NotAllowed, NotFound, Refusal
from tests.discovery.storefront.building import draft, published, shout, with_blocks
from tests.town import Town, operator, shopper, staff


def titles(town: Town, after: timedelta = timedelta()) -> list[str]:
    """What the home of the store shouts at a moment."""
    found = queries.layout("store", clock.now() + after, town.clay)
    return [one["settings"]["title"]["en"] for one in found.blocks if one["kind"] == "test-shout"]


def test_nothing_is_shown_before_it_is_published(town: Town) -> None:
    draft(town, shout("a", "Spring"))
    assert queries.layout("store", clock.now(), town.clay).usual
    published(town, shout("a", "Spring"))
    assert titles(town) == ["Spring"]
    assert queries.layout("store", clock.now(), town.cashmere).usual
    done = AuditEntry.objects.filter(action__startswith="storefront.", store_id=town.clay.pk)
    assert set(done.values_list("action", flat=True)) == {"storefront.save_draft", "storefront.publish"}


def test_a_schedule_is_kept_by_the_clock_alone_and_ends(town: Town) -> None:
    hour = timedelta(hours=1)
    with clock.at(clock.now()):
        published(town, shout("a", "Always"))
        published(town, shout("a", "Friday"), since=clock.now() + hour, until=clock.now() + 2 * hour)
        seen = [
            titles(town, after) for after in (timedelta(), hour, 2 * hour - timedelta(seconds=1), 2 * hour)
        ]
        assert seen == [["Always"], ["Friday"], ["Friday"], ["Always"]]
        row = queries.page_of(town.clay, "store")
        assert row is not None
        assert [one.snapshot.number for one in queries.waiting(row, clock.now())] == [2]
        actions.withdraw(by=town.mei_at_work(), store=town.clay, kind="store", number=2)
        assert titles(town, hour) == ["Always"]


def test_an_end_before_the_beginning_is_refused(town: Town) -> None:
    with pytest.raises(actions.WrongTimes):
        published(town, shout("a", "Past"), until=clock.now() - timedelta(hours=1))
    assert queries.layout("store", clock.now(), town.clay).usual


def test_what_is_needed_stops_publishing_and_says_where(town: Town) -> None:
    with pytest.raises(actions.NotReady) as refused:
        published(town, shout("a", ""))
    assert [(one["block"], one["field"]) for one in refused.value.details["faults"]] == [("a", "title")]


def test_the_second_saver_is_told_what_changed_and_the_first_loses_nothing(town: Town) -> None:
    first = draft(town, shout("a", "Mine"), shout("b", "Same"))
    draft(town, shout("a", "Changed by Mei"), shout("b", "Same"), version=first.version)
    with pytest.raises(actions.ChangedMeanwhile) as refused:
        draft(town, shout("a", "Mine"), shout("b", "Late"), version=first.version)
    changes = refused.value.details["changes"]
    assert [(one["change"], one["block"]) for one in changes] == [("changed", "a")]
    assert refused.value.details["version"] == first.version + 1
    with pytest.raises(actions.ChangedMeanwhile):
        draft(town, shout("a", "From nothing"))
    row = queries.draft_of(queries.page_of(town.clay, "store"))
    assert row is not None
    assert row.blocks[1]["settings"]["title"]["en"] == "Changed by Mei"


def test_a_draft_that_was_thrown_away_is_never_taken_for_a_later_one(town: Town) -> None:
    mei: Any = {"by": town.mei_at_work(), "store": town.clay, "kind": "store"}
    old = draft(town, shout("a", "Old"))
    actions.discard_draft(**mei, version=old.version)
    new = draft(town, shout("a", "New"))
    for stale in (
        lambda: draft(town, shout("a", "Stale"), version=old.version),
        lambda: actions.publish(**mei, version=old.version),
        lambda: actions.discard_draft(**mei, version=old.version),
    ):
        with pytest.raises(actions.ChangedMeanwhile):
            stale()
    assert new.version > old.version


def test_taking_back_undoes_and_does_again(town: Town) -> None:
    mei: Any = {"by": town.mei_at_work(), "store": town.clay, "kind": "store"}
    one = draft(town, shout("a", "One"))
    two = draft(town, version=one.version)
    back = actions.take_back(**mei, version=two.version)
    assert [block["id"] for block in back.blocks] == [block["id"] for block in with_blocks(shout("a", "One"))]
    again = actions.take_back(**mei, version=back.version)
    assert again.blocks == two.blocks


def test_an_old_version_comes_back_as_a_new_one_and_snapshots_stay(town: Town) -> None:
    first = published(town, shout("a", "First"))
    published(town, shout("a", "Second"))
    made = actions.roll_back(by=town.mei_at_work(), store=town.clay, kind="store", number=1)
    assert (made.number, made.of_number, made.blocks) == (3, 1, first.blocks)
    assert titles(town) == ["First"]
    row = queries.page_of(town.clay, "store")
    assert row is not None
    assert [(one.number, one.of_number) for one in queries.history(row)] == [(3, 1), (2, None), (1, None)]
    assert [one.change for one in queries.compared(row, 1, 2)] == ["changed"]
    with pytest.raises(DatabaseError), transaction.atomic():
        Snapshot.objects.of(town.clay).filter(number=1).update(blocks=[])
    actions.roll_back(by=town.mei_at_work(), store=town.clay, kind="store", number=0)
    assert queries.layout("store", clock.now(), town.clay).blocks == queries.usual("store")


def test_a_product_has_its_own_page_before_the_one_for_all(town: Town) -> None:
    mei: Any = {"by": town.mei_at_work(), "store": town.clay, "kind": "product"}
    for subject, title in (("", "For all"), (town.cup.public_id, "The cup")):
        row = actions.save_draft(**mei, subject=subject, blocks=[shout("a", title)], version=0)
        actions.publish(**mei, subject=subject, version=row.version)
    for subject, title in ((town.teapot.public_id, "For all"), (town.cup.public_id, "The cup")):
        found = queries.layout("product", clock.now(), town.clay, subject)
        assert found.blocks[1]["settings"]["title"]["en"] == title
        assert found.blocks[0]["kind"] == "page-buying"  # nobody can lose it


def test_only_those_with_the_right_change_pages_and_only_their_own(town: Town) -> None:
    market: Any = {"store": None, "kind": "market", "blocks": [], "version": 0}
    mine: Any = {"store": town.clay, "kind": "store", "blocks": [], "version": 0}
    refused: list[tuple[Any, dict[str, Any], type[Refusal]]] = [
        (staff(town.lin, town.clay), mine, NotAllowed),
        (town.ravi_at_work(), mine, NotFound),
        (shopper(town.alice), mine, NotFound),
        (town.mei_at_work(), market, NotFound),
        (operator(town.oscar), market, NotAllowed),
        (town.mei_at_work(), mine | {"kind": "market"}, NotFound),
        (town.mei_at_work(), mine | {"kind": "product", "subject": town.sweater.public_id}, NotFound),
    ]
    for by, what, why in refused:
        with pytest.raises(why):
            actions.save_draft(by=by, **what)
    assert actions.save_draft(by=operator(town.olga), **market).page.store is None


def test_more_than_a_page_may_hold_is_refused(town: Town) -> None:
    blocks = [
        shout(f"b{n}", "x" * 80, settings={"text": {"en": "茶" * 400, "zh-hans": "茶" * 400}})
        for n in range(30)
    ]
    with pytest.raises(Refusal) as refused:
        draft(town, *blocks)
    assert refused.value.status == 413
