"""A rulebook is announced, starts, and is never changed; pins and shelter."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache

from regulars.discovery.ranking import actions
from regulars.discovery.ranking.actions import publishing
from regulars.discovery.ranking.models import Edition, Shelter
from regulars.discovery.ranking.queries import (
    announced,
    arrange,
    book_of,
    current,
    in_force,
    sheltered_stores,
)
from regulars.discovery.ranking.rules import STANDARD, Candidate, Pin, Rulebook, Window, read, stored
from regulars.discovery.ranking.rules.sheltering import sheltered
from regulars.ground.kit import clock
from regulars.ground.kit.actors import SYSTEM
from regulars.ground.kit.models import AuditEntry
from regulars.ground.kit.refusals import NotAllowed, NotFound
from regulars.people.merchants.models import Store
from tests.town import Town, operator
from tests.trade.orders.shopping import bought, shopper

DAY = timedelta(days=1)


def test_a_rulebook_is_kept_as_it_was() -> None:
    book = Rulebook("7", {3: 1.25}, {4: 0.8}, {"": Window(), "home": Window(8, 1, 0, 2)}, floor=0.2, cap=0.5)
    pins = (Pin(1, "home.for-you", 0),)
    assert read("7", stored(book), pins) == replace(book, pins=pins)


def test_the_first_starts_at_once_and_later_ones_are_announced(town: Town) -> None:
    olga = operator(town.olga)
    first = actions.publish(by=olga, book=STANDARD)
    assert in_force() == first
    stricter = replace(STANDARD, floor=0.2)
    with pytest.raises(actions.TooSoon) as refused:
        actions.publish(by=olga, book=stricter, starts_at=clock.now() + 14 * DAY)
    assert "15 days ahead" in str(refused.value.sentence)
    second = actions.publish(by=olga, book=stricter)
    assert second.starts_at - second.published_at >= 15 * DAY - timedelta(seconds=5)
    assert (in_force(), announced()) == (first, second)
    with pytest.raises(actions.AlreadyAnnounced):
        actions.publish(by=olga, book=STANDARD)
    with clock.shift(16 * DAY):
        assert in_force() == second
        cache.clear()
        assert (current().version, current().floor) == ("2", 0.2)
        with pytest.raises(actions.AlreadyInForce):
            actions.withdraw(by=olga, edition_id=second.public_id)
    assert book_of(Edition.objects.get(pk=first.pk)) == replace(STANDARD, version="1")


def test_of_two_published_at_the_same_moment_one_is_refused(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    olga = operator(town.olga)
    actions.publish(by=olga, book=STANDARD)

    def meanwhile() -> None:
        """The other one finds nothing announced, too, and is the first to write."""
        monkeypatch.undo()
        actions.publish(by=olga, book=replace(STANDARD, floor=0.2))

    monkeypatch.setattr(publishing, "announced", meanwhile)
    with pytest.raises(actions.AlreadyAnnounced):
        actions.publish(by=olga, book=replace(STANDARD, floor=0.3))


def test_an_emergency_starts_at_once_with_its_reason_on_record(town: Town) -> None:
    olga = operator(town.olga)
    actions.publish(by=olga, book=STANDARD)
    with pytest.raises(actions.TooSoon):
        actions.publish(by=olga, book=STANDARD, starts_at=clock.now(), reason="hurry")
    row = actions.publish(
        by=olga, book=STANDARD, starts_at=clock.now(), reason="A court told us to stop weighing brands."
    )
    assert in_force() == row
    entry = AuditEntry.objects.filter(action="ranking.publish_rulebook").latest("pk")
    assert entry.note["reason"] == row.reason


def test_what_was_announced_can_be_withdrawn(town: Town) -> None:
    olga = operator(town.olga)
    first = actions.publish(by=olga, book=STANDARD)
    second = actions.publish(by=olga, book=replace(STANDARD, cap=0.5))
    actions.withdraw(by=olga, edition_id=second.public_id)
    assert announced() is None
    with clock.shift(30 * DAY):
        assert in_force() == first
    assert AuditEntry.objects.filter(action="ranking.withdraw_rulebook").count() == 1


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"stores": {1: 1.3}}, "stores"),
        ({"brands": {1: 0.7}}, "brands"),
        ({"windows": {"": Window(10, 11, 0, 0)}}, "windows"),
        ({"floor": 0.6}, "floor"),
        ({"notice_days": 91}, "notice_days"),
    ],
)
def test_nothing_outside_the_bounds_is_published(town: Town, change: dict[str, Any], field: str) -> None:
    with pytest.raises(actions.OutOfBounds) as refused:
        actions.publish(by=operator(town.olga), book=replace(STANDARD, **change))
    assert refused.value.param == field


def test_who_may_only_look_publishes_nothing(town: Town) -> None:
    with pytest.raises(NotAllowed):
        actions.publish(by=operator(town.oscar), book=STANDARD)
    with pytest.raises((NotAllowed, NotFound)):
        actions.publish(by=town.mei_at_work(), book=STANDARD)


def test_lists_follow_the_rulebook_in_force(town: Town) -> None:
    goods = [Candidate(key, 100 - key, 1) for key in range(20)] + [
        Candidate(100 + key, 1, 2 + key) for key in range(20)
    ]
    plain = arrange(goods, spot="home.for-you", size=10)
    assert (plain.rulebook, [one.candidate.store for one in plain.placed]) == ("", [1] * 10)
    actions.publish(by=operator(town.olga), book=STANDARD)
    cache.clear()
    ruled = arrange(goods, spot="home.for-you", size=10)
    assert ruled.rulebook == "1"
    assert [one.candidate.store for one in ruled.placed].count(1) == 2
    own = arrange(goods[:20], spot="store.popular", size=10)
    assert not any(one.breaks for one in own.placed)


def test_a_pinned_good_comes_though_nobody_proposed_it(town: Town) -> None:
    olga, now = operator(town.olga), clock.now()
    actions.publish(by=olga, book=STANDARD)
    given: dict[str, Any] = {
        "by": olga,
        "product_id": town.cup.public_id,
        "spot": "home.for-you",
        "reason": "Fair",
    }
    row = actions.pin(**given, place=1, until=now + DAY)
    cache.clear()
    goods = [Candidate(10_000 + key, 10, key + 1) for key in range(5)]
    placed = arrange(goods, spot="home.for-you", size=5).placed
    assert (placed[1].candidate.key, placed[1].moved_by) == (town.cup.pk, "pin")
    for wrong in (
        {"place": 1, "until": now + DAY},
        {"place": 2, "until": now - DAY},
        {"place": 2, "until": now + 90 * DAY},
        {"place": 50, "until": now + DAY},
        {"place": 2, "until": now + DAY, "spot": "search.results"},
        {"place": 2, "until": now + DAY, "reason": " "},
        {"place": 2, "until": now + DAY, "product_id": "pro_none"},
    ):
        with pytest.raises(actions.PinBadly):
            actions.pin(**(given | wrong))
    actions.unpin(by=olga, pin_id=row.public_id)
    cache.clear()
    assert all(one.moved_by != "pin" for one in arrange(goods, spot="home.for-you", size=5).placed)
    with pytest.raises(NotFound):
        actions.unpin(by=olga, pin_id=row.public_id)


def test_small_and_new_stores_are_told_apart() -> None:
    now = clock.now()
    opened = {1: now - 10 * DAY, 2: now - 400 * DAY, 3: now - 400 * DAY}
    sales = {"CNY": {1: 10, 2: 100_000, 3: 99}}
    assert sheltered(opened, sales, now, young_days=90, small_share=0.001) == {1: "new", 3: "small"}
    assert sheltered(opened, {}, now, young_days=90, small_share=0.001) == {1: "new"}
    abroad = {"CNY": {2: 10**9, 3: 1}, "EUR": {3: 100}}
    assert sheltered(opened, abroad, now, young_days=0, small_share=0.001) == {1: "small"}


def test_the_clock_counts_whom_the_rulebook_shelters(town: Town) -> None:
    actions.publish(by=operator(town.olga), book=replace(STANDARD, young_days=30))
    Store.objects.update(opened_at=clock.now() - 400 * DAY)
    bought(shopper(town.alice), {town.variant(town.teapot).public_id: 1})
    cache.clear()
    actions.count_shelter(by=SYSTEM)
    cache.clear()
    assert sheltered_stores() == {town.cashmere.pk}
    assert Shelter.objects.get().stores == {str(town.cashmere.pk): "small"}
    with pytest.raises(NotFound):
        actions.count_shelter(by=operator(town.olga))
