"""What browsers report is known to the next page, of whom that is allowed."""

from __future__ import annotations

import pytest

from regulars.discovery.recommend import actions
from regulars.discovery.recommend.actions import switch_faces
from regulars.discovery.recommend.actions.hearing import remember
from regulars.discovery.recommend.queries.touches import sought_by, touches_of
from regulars.ground.kit import clock
from regulars.ground.lake import hearing
from regulars.ground.lake.beacons import Click, Impression, Linger, Search, View
from regulars.ground.lake.hearing import Deed
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
    assert hearing.looked(post(), b"rv=x") == (
        None, "vis_1", [Deed("pro_first", 8.0), Deed("pro_second", 0.0)]
    )  # fmt: skip


def test_machines_nobodies_and_who_wants_the_common_page_are_not_heard() -> None:
    assert hearing.looked(post(agent="bot"), b"") is None
    assert hearing.looked(post(visitor=None), b"") is None
    assert hearing.looked(post(), b"rv=x; personal=off") is None


def test_the_latest_look_comes_first_whichever_report_comes_last(town: Town) -> None:
    pot, cup = town.teapot, town.cup
    remember((None, "vis_1", [Deed(pot.public_id, 2.0)]))
    remember((None, "vis_1", [Deed(cup.public_id, 9.0), Deed("pro_unknown", 1.0)]))
    assert [one.product for one in touches_of("vis_1")] == [pot.pk, cup.pk]


def test_nothing_is_remembered_of_who_switched_it_off(town: Town) -> None:
    alice = town.alice
    switch_faces(by=shopper(alice), on=False)
    remember((alice.public_id, "vis_1", [Deed(town.cup.public_id, 0.0)]))
    assert touches_of(alice.public_id, "vis_1") == []


def test_nothing_is_remembered_of_who_has_gone(town: Town) -> None:
    alice = town.alice
    type(alice).objects.filter(pk=alice.pk).update(closed_at=clock.now())
    remember((alice.public_id, "vis_1", [Deed(town.cup.public_id, 0.0)]))
    assert touches_of(alice.public_id, "vis_1") == []


def test_an_ear_that_fails_costs_nobody_the_report(monkeypatch: pytest.MonkeyPatch) -> None:
    heard: list[str | None] = []

    def deaf(person: str | None, visitor: str | None, refs: hearing.Deeds) -> None:
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr(hearing, "ears", [deaf, lambda person, visitor, refs: heard.append(visitor)])
    hearing.tell((None, "vis_1", []))
    assert heard == ["vis_1"]


def test_searches_and_stays_are_heard() -> None:
    events = [
        Search(id="a" * 16, at=NOW - 3_000, props={"q": " clay bowl ", "hits": 4}),
        Search(id="b" * 16, at=NOW - 2_000, props={"hits": 0}),
        Linger(id="c" * 16, at=NOW, ref="pro_first", props={"ms": 12_500}),
    ]
    heard = hearing.looked(Post(NOW, None, "vis_1", "chrome", events), b"rv=x")
    assert heard == (
        None, "vis_1", [Deed("", 3.0, words="clay bowl"), Deed("pro_first", 0.0, stayed=12.5)]
    )  # fmt: skip


def test_a_stay_is_kept_with_the_look(town: Town) -> None:
    pot, cup = town.teapot, town.cup
    remember((None, "vis_1", [Deed(pot.public_id, 20.0), Deed(cup.public_id, 15.0)]))
    remember((None, "vis_1", [Deed(pot.public_id, 0.0, stayed=14.0), Deed(cup.public_id, 0.0, stayed=1.0)]))
    assert {one.product: one.stayed for one in touches_of("vis_1")} == {pot.pk: True, cup.pk: False}


def test_words_become_what_they_find(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def find(words: str) -> list[int]:
        asked.append(words)
        return [town.cup.pk, town.teapot.pk]

    monkeypatch.setattr(actions.hearing, "finders", [find])
    remember((None, "vis_1", [Deed("", 2.0, words="something to drink from")]))
    assert asked == ["something to drink from"]
    assert [one.product for one in sought_by("vis_1")] == [town.cup.pk, town.teapot.pk]
    assert touches_of("vis_1") == [], "what was looked for was not looked at"


def test_of_who_switched_it_off_no_search_is_remembered(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actions.hearing, "finders", [lambda words: [town.cup.pk]])
    switch_faces(by=shopper(town.alice), on=False)
    remember((town.alice.public_id, "vis_1", [Deed("", 0.0, words="cup")]))
    assert sought_by(town.alice.public_id) == []
