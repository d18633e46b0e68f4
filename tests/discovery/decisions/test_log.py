"""What was decided is kept, read back as it was, joined with what followed, and forgotten with the person."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from regulars.discovery.decisions.actions import flush, keep
from regulars.discovery.decisions.actions.keeping import Keeper
from regulars.discovery.decisions.queries import Outcome, decision, outcomes, recent_decisions
from regulars.discovery.decisions.rules import Decision
from regulars.discovery.decisions.rules.sampling import sampled
from regulars.ground import lake
from regulars.ground.kit import clock
from regulars.ground.lake import journal
from regulars.ground.lake.forgotten import forget

from .telling import MINUTE, NOON, bought, click, fact, made, option, refunded

DAY = timedelta(days=1)


def kept(*decisions: Decision) -> list[Decision]:
    """Keep these and read everything of the day."""
    for one in decisions:
        keep(one)
    flush()
    return list(recent_decisions(NOON - DAY, NOON + DAY))


def test_a_decision_comes_back_as_it_was() -> None:
    factors = {"brand": 1.25}
    unseen = replace(option("prd_c", None, 0.5), factors=factors, moved_by="cap", source="taste", team="a")
    one = made(arm="exp_1:b", store="sto_mei")
    whole = replace(one, options=(*one.options, unseen))
    assert kept(whole) == [whole]
    assert decision(whole.id) == whole
    assert decision("dec_none") is None


def test_the_newest_are_read_oldest_first_and_by_spot() -> None:
    rows = [made(number, spot="search.results" if number % 2 else "home.for-you") for number in range(6)]
    assert kept(*rows) == rows
    assert list(recent_decisions(NOON, NOON + DAY, 2)) == rows[-2:]
    assert list(recent_decisions(NOON, NOON + DAY, 2, "home.for-you")) == [rows[2], rows[4]]
    assert list(recent_decisions(NOON + MINUTE, NOON + 3 * MINUTE)) == rows[1:3]


def test_compaction_changes_nothing_and_lays_them_by_spot() -> None:
    rows = kept(*(made(number, person=f"per_{number}") for number in range(5)))
    journal.close_all()
    assert lake.compact(clock.now()).rows == 5
    assert list(recent_decisions(NOON, NOON + DAY)) == rows
    assert not lake.compact(clock.now()).rows


def test_who_is_forgotten_is_behind_no_decision() -> None:
    kept(made(0), made(1, person="per_bob"), made(2, store="sto_mei"), made(3, store="sto_ravi"))
    forget("per_alice", "sto_mei", NOON + DAY)
    assert [one.person for one in recent_decisions(NOON, NOON + DAY)] == [
        "per_alice", "per_bob", None, "per_alice",
    ]  # fmt: skip
    forget("per_alice")
    journal.close_all()
    lake.compact(clock.now())
    rows = list(recent_decisions(NOON, NOON + DAY))
    assert [one.person for one in rows] == [None, "per_bob", None, None]
    assert {(one.visitor, one.session) for one in rows if not one.person} == {(None, None)}
    assert all(one.shown for one in rows), "what was shown still counts"


def test_nobodys_decision_has_no_session() -> None:
    assert kept(made(person=None, visitor=None))[0].session is None


def test_a_share_is_kept_and_says_its_chance(settings: Any) -> None:
    settings.DECISIONS_KEPT = 0.3
    rows = kept(*(made(number % 60) for number in range(600)))
    assert 120 < len(rows) < 240
    assert {round(one.rate, 6) for one in rows} == {0.3}
    settings.DECISIONS_KEPT = 0.0
    assert len(kept(made())) == len(rows)


def test_of_those_not_shown_the_best_stay_and_others_by_lot() -> None:
    others = tuple(option(f"prd_{number}", None, 100.0 - number) for number in range(100))
    counts = Counter[str]()
    for number in range(400):
        one = made(id=f"dec_{number}")
        found = sampled(replace(one, options=(*one.options, *others)), share=1.0, unshown=20)
        assert found is not None
        assert found.shown == one.shown
        rest = found.options[2:]
        assert [each.product for each in rest[:10]] == [f"prd_{place}" for place in range(10)]
        assert sum(1 / each.rate for each in rest) == pytest.approx(100)
        counts.update(each.product for each in rest[10:])
    assert set(counts) == {f"prd_{place}" for place in range(10, 100)}
    assert max(counts.values()) < 80, "44 of 400 are expected of each"


def test_a_full_disk_loses_nothing_that_memory_holds(monkeypatch: pytest.MonkeyPatch) -> None:
    keeper, rows = Keeper(), [made(number) for number in range(3)]
    for one in rows:
        keeper._waiting.append(one)

    def full(*_given: object, **_named: object) -> int:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as broken:
        broken.setattr(lake, "append", full)
        with pytest.raises(OSError, match="No space"):
            keeper.flush()
    assert keeper.flush() == 3
    assert list(recent_decisions(NOON, NOON + DAY)) == rows


@pytest.mark.nightly
def test_a_process_that_ends_writes_what_it_kept(where: Path) -> None:
    import subprocess
    import sys

    script = (
        "import django; django.setup()\n"
        "from regulars.discovery.decisions.actions import keep\n"
        "from tests.discovery.decisions.telling import made\n"
        "for number in range(7): keep(made(number))\n"
    )
    import os

    told = {**os.environ, "LAKE_URL": where.as_uri(), "DJANGO_SETTINGS_MODULE": "regulars.wiring.settings"}
    subprocess.run([sys.executable, "-c", script], env=told, check=True, timeout=60)
    assert len(list(recent_decisions(NOON, NOON + DAY))) == 7


def test_what_followed_is_joined_once() -> None:
    first, second = made(0), made(10)
    kept(first, second)
    click("prd_a", NOON + MINUTE, first.id)
    click("prd_a", NOON + 11 * MINUTE, second.id)
    click("prd_b", NOON + 12 * MINUTE)
    click("prd_b", NOON + 100 * MINUTE)
    click("prd_z", NOON + 12 * MINUTE, second.id)
    fact("trade.basket-filled.v1", NOON + 2 * MINUTE, {"product": "prd_a"})
    bought("prd_a", NOON + 20 * MINUTE, 10_000, "ord_1")
    bought("prd_b", NOON + 9 * DAY, 500, "ord_2")
    bought("prd_a", NOON + 30 * MINUTE, 700, "ord_3", person="per_bob")
    assert outcomes(NOON, NOON + DAY) == {
        (first.id, "prd_a"): Outcome(True, True, 0, 0),
        (second.id, "prd_a"): Outcome(True, False, 1, 10_000),
        (second.id, "prd_b"): Outcome(True, False, 0, 0),
    }
    refunded("ord_1", 2_500, NOON + DAY)
    assert outcomes(NOON, NOON + DAY)[second.id, "prd_a"] == Outcome(True, False, 1, 7_500)
    refunded("ord_1", 7_500, NOON + DAY)
    assert outcomes(NOON, NOON + DAY)[second.id, "prd_a"] == Outcome(True, False, 0, 0)


def test_a_visitor_who_logs_in_is_followed_to_the_till() -> None:
    one = made(person=None)
    kept(one)
    click("prd_a", NOON + MINUTE, None, person=None)
    click("prd_x", NOON + 2 * MINUTE)
    bought("prd_a", NOON + 5 * MINUTE, 900, "ord_1")
    assert outcomes(NOON, NOON + DAY) == {(one.id, "prd_a"): Outcome(True, False, 1, 900)}


def test_without_ids_only_the_named_click_counts() -> None:
    one = made(person=None, visitor=None)
    kept(one)
    click("prd_a", NOON + MINUTE, None, person=None, visitor=None)
    assert outcomes(NOON, NOON + DAY) == {}
