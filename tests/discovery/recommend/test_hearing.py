"""What browsers report is known to the next page, of whom that is allowed."""

from __future__ import annotations

import pytest

from regulars.discovery.recommend.actions import switch_faces
from regulars.discovery.recommend.actions.hearing import remember
from regulars.discovery.recommend.queries.touches import touches_of
from regulars.ground.kit import clock
from regulars.ground.lake import hearing
from regulars.ground.lake.beacons import Click, Impression, View
from regulars.ground.lake.rows import Post
from tests.town import Town, shopper

NOW = 1_700_000_000_000


def post(person: str | None = None, visitor: str | None = "vis_1", agent: str = "chrome") -> Post:
    """A report of a page that was opened, of a card that came into sight, and of one that was chosen."""
    events = [
        View(id="a" * 16, at=NOW - 8_000, ref="pro_first"),
        Impression(id="b" * 16, at=NOW - 4_000, ref="pro_seen"),
        Click(id="c" * 16, at=NOW, ref="pro_second"),
    ]
    return Post(NOW, person, visitor, agent, events)


@pytest.fixture(autouse=True)
def _an_ear(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hearing, "ears", [lambda person, visitor, refs: None])


def test_looks_are_heard_with_how_long_ago_they_were() -> None:
    assert hearing.looked(post(), b"rv=x") == (None, "vis_1", [("pro_first", 8.0), ("pro_second", 0.0)])


def test_machines_nobodies_and_who_wants_the_common_page_are_not_heard() -> None:
    assert hearing.looked(post(agent="bot"), b"") is None
    assert hearing.looked(post(visitor=None), b"") is None
    assert hearing.looked(post(), b"rv=x; personal=off") is None


def test_the_latest_look_comes_first_whichever_report_comes_last(town: Town) -> None:
    pot, cup = town.teapot, town.cup
    remember((None, "vis_1", [(pot.public_id, 2.0)]))
    remember((None, "vis_1", [(cup.public_id, 9.0), ("pro_unknown", 1.0)]))
    assert [one.product for one in touches_of("vis_1")] == [pot.pk, cup.pk]


def test_nothing_is_remembered_of_who_switched_it_off(town: Town) -> None:
    alice = town.alice
    switch_faces(by=shopper(alice), on=False)
    remember((alice.public_id, "vis_1", [(town.cup.public_id, 0.0)]))
    assert touches_of(alice.public_id, "vis_1") == []


def test_nothing_is_remembered_of_who_has_gone(town: Town) -> None:
    alice = town.alice
    type(alice).objects.filter(pk=alice.pk).update(closed_at=clock.now())
    remember((alice.public_id, "vis_1", [(town.cup.public_id, 0.0)]))
    assert touches_of(alice.public_id, "vis_1") == []


def test_an_ear_that_fails_costs_nobody_the_report(monkeypatch: pytest.MonkeyPatch) -> None:
    heard: list[str | None] = []

    def deaf(person: str | None, visitor: str | None, refs: hearing.Refs) -> None:
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr(hearing, "ears", [deaf, lambda person, visitor, refs: heard.append(visitor)])
    hearing.tell((None, "vis_1", []))
    assert heard == ["vis_1"]
