"""Who is in which arm, what the verdicts say when the truth is known, and whose picks are clicked."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from regulars.discovery.decisions.actions import (
    NeedsName,
    SpotTaken,
    Stopped,
    WrongArms,
    WrongHoldout,
    experimenting,
    flush,
    keep,
    start_experiment,
    stop_experiment,
)
from regulars.discovery.decisions.queries import NoSuchPolicy, arm_of, experiment, interleave, results
from regulars.discovery.decisions.rules.assigning import OUTSIDE, Plan, Share, assigned
from regulars.discovery.decisions.rules.interleaving import preference
from regulars.ground.kit import clock
from regulars.ground.kit.actors import SYSTEM, Actor
from regulars.ground.kit.refusals import NotAllowed
from regulars.loyalty.outreach.rules.verdict import side, verdict
from tests.depth import examples

from .telling import NOON, bought, click, made, option

DAY = timedelta(days=1)
PLAN = Plan("exp_1", "split", frozenset(), 10, (Share("a", "current", 30), Share("b", "newest", 50)))


def test_arms_have_their_shares_and_nobody_changes() -> None:
    readers = [f"per_{number}" for number in range(4000)]
    arms = {reader: assigned(PLAN, reader) for reader in readers}
    assert {reader: assigned(PLAN, reader) for reader in readers} == arms
    counts = Counter(arm.letter for arm in arms.values())
    assert counts["holdout"] / 4000 == pytest.approx(0.10, abs=0.02)
    assert counts["a"] / 3600 == pytest.approx(0.30, abs=0.03)
    assert counts["b"] / 3600 == pytest.approx(0.50, abs=0.03)
    other = Plan("exp_2", "split", frozenset(), 10, PLAN.shares)
    held = {reader for reader, arm in arms.items() if arm.letter == "holdout"}
    assert {reader for reader in readers if assigned(other, reader).letter == "holdout"} == held
    again = [
        assigned(other, reader).letter == arms[reader].letter for reader in readers if reader not in held
    ]
    assert 0.3 < sum(again) / len(again) < 0.5, "arms of two experiments have nothing to do with each other"


@pytest.mark.django_db
def test_from_start_to_stop() -> None:
    assert arm_of("per_alice", "home.for-you") == OUTSIDE
    row = start_experiment(
        by=SYSTEM, name="Newest", arms=[("current", 50), ("newest", 50)], spots=["home.for-you"]
    )
    _committed()
    labels = {arm_of(f"per_{number}", "home.for-you").label for number in range(40)}
    assert labels == {f"{row.public_id}:a", f"{row.public_id}:b"}
    assert arm_of("per_alice", "search.results") == OUTSIDE
    assert arm_of(None, "home.for-you") == OUTSIDE
    with pytest.raises(SpotTaken):
        start_experiment(by=SYSTEM, name="More", arms=[("current", 50), ("random", 50)])
    start_experiment(by=SYSTEM, name="More", arms=[("current", 50), ("random", 50)], spots=["search.results"])
    stop_experiment(by=SYSTEM, experiment_id=row.public_id)
    _committed()
    assert arm_of("per_alice", "home.for-you") == OUTSIDE
    with pytest.raises(Stopped):
        stop_experiment(by=SYSTEM, experiment_id=row.public_id)


@pytest.mark.django_db
def test_of_two_started_at_the_same_moment_one_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    arms = [("current", 50), ("newest", 50)]

    def meanwhile(spots: list[str]) -> None:
        """The other one looks and finds the spot free, too, and is the first to write."""
        monkeypatch.undo()
        start_experiment(by=SYSTEM, name="First", arms=arms, spots=spots)

    monkeypatch.setattr(experimenting, "_check_spots", meanwhile)
    with pytest.raises(SpotTaken) as refused:
        start_experiment(by=SYSTEM, name="Second", arms=arms, spots=["home.for-you"])
    assert refused.value.status == 409
    assert "started at this moment" in str(refused.value.sentence)


def _committed() -> None:
    """Tests never commit, so what is done after one is done here."""
    from django.core.cache import cache

    cache.clear()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("given_", "refusal"),
    [
        ({"name": " "}, NeedsName),
        ({"arms": [("current", 50)]}, WrongArms),
        ({"arms": [("current", 60), ("newest", 60)]}, WrongArms),
        ({"arms": [("current", 50), ("current", 50)]}, WrongArms),
        ({"arms": [("current", 50), ("newest", 0)]}, WrongArms),
        ({"arms": [("current", 30), ("newest", 30), ("random", 30)], "kind": "interleaved"}, WrongArms),
        ({"arms": [("current", 50), ("best", 50)]}, NoSuchPolicy),
        ({"holdout_percent": 51}, WrongHoldout),
        ({"by": Actor("operator", rights=frozenset({"market.read"}))}, NotAllowed),
    ],
)
def test_what_is_no_comparison_is_refused(given_: dict[str, Any], refusal: type[Exception]) -> None:
    usual: dict[str, Any] = {"by": SYSTEM, "name": "Try", "arms": [("current", 50), ("newest", 50)]}
    with pytest.raises(refusal):
        start_experiment(**usual | given_)


def _spent(dice: Random, more: float) -> tuple[float, float]:
    """What somebody spent before and after: half of all buy; `more` is the effect on what they pay."""
    taste = dice.lognormvariate(0, 0.6)
    before, after = (10_000 * taste * (dice.random() < 0.5) for _ in range(2))
    return before, after * (1 + more)


def test_no_effect_is_called_so_and_a_true_one_is_found() -> None:
    dice, none, some = Random(5), Counter[str](), Counter[str]()
    for _ in range(120):
        arms = [side(_spent(dice, 0.0) for _ in range(300)) for _ in range(2)]
        none[verdict(*arms).kind] += 1
    for _ in range(20):
        arms = [side(_spent(dice, more) for _ in range(1500)) for more in (0.25, 0.0)]
        some[verdict(*arms).kind] += 1
    assert none["no-effect"] >= 108, "about 95 of 100"
    assert some["gain"] >= 18


@pytest.mark.django_db
def test_results_join_arms_with_what_readers_paid() -> None:
    with clock.at(NOON - DAY):
        row = start_experiment(
            by=SYSTEM, name="Try", arms=[("current", 50), ("newest", 50)], holdout_percent=10
        )
    labels = {letter: f"{row.public_id}:{letter}" for letter in ("a", "b", "holdout")}
    lists = [
        made(number, person=f"per_{number}", visitor=None, arm=labels["ab"[number % 2]])
        for number in range(10)
    ]
    lists += [
        made(20, person="per_0", visitor=None, arm=labels["b"]),
        made(21, arm=labels["holdout"], person="per_h"),
    ]
    lists += [made(22, arm="exp_other:a"), made(23, person=None, visitor=None, arm=labels["a"])]
    for one in lists:
        keep(one)
    flush()
    click("prd_a", NOON + timedelta(minutes=1), lists[1].id, person="per_1", visitor=None)
    bought("prd_a", NOON + timedelta(hours=1), 6_000, "ord_1", person="per_1")
    bought("prd_a", NOON - 3 * DAY, 500, "ord_0", person="per_1")
    bought("prd_a", NOON - timedelta(minutes=1), 999, "ord_2", person="per_2")
    bought("prd_a", NOON + timedelta(hours=1), 4_000, "ord_3", person="per_0")
    with clock.at(NOON + DAY):
        found = results(experiment(row.public_id))
    a, b, held = found.arms
    assert (a.side.people, a.side.buyers, a.side.after, a.decisions) == (5, 1, 4_000, 6), (
        "who came first stays there"
    )
    assert (b.side.people, b.side.buyers, b.side.after, b.side.before) == (5, 1, 6_000, 500)
    assert (b.clicks, b.decisions, held.side.people) == (1, 6, 1)
    assert a.side.after2 == 16_000_000
    assert b.verdict is not None
    assert b.verdict.kind == "too-early"
    with clock.at(NOON + 8 * DAY):
        late = results(experiment(row.public_id)).arms[1].verdict
    assert late is not None
    assert late.kind == "too-few"


@given(st.permutations(range(8)), st.permutations(range(8)), st.integers(1, 10), st.text(max_size=5))
@settings(max_examples=examples(40))
def test_drafts_hold_both_sides_best_and_each_good_once(
    first: list[int], second: list[int], size: int, seed: str
) -> None:
    drawn = interleave(seed, first, second, size)
    goods = [good for good, _team in drawn]
    assert len(goods) == len(set(goods)) == min(size, 8)
    assert drawn == interleave(seed, first, second, size)
    teams = Counter(team for _good, team in drawn)
    assert abs(teams["a"] - teams["b"]) <= 1
    if size > 1:
        assert {first[0], second[0]} <= set(goods)


def test_a_reader_who_cannot_tell_prefers_nobody_and_who_can_is_heard() -> None:
    kinds, better = Counter[str](), Counter[str]()
    for number in range(60):
        dice = Random(number)
        kinds[preference(_clicked(dice, 0.5) for _ in range(200)).kind] += 1
        better[preference(_clicked(dice, 0.65) for _ in range(200)).kind] += 1
    assert kinds["none"] >= 53
    assert better["b"] >= 55
    assert preference([(1, 0)] * 20).kind == "too-few"
    assert preference([(0, 2)] * 40).kind == "b"


def _clicked(dice: Random, to_b: float) -> tuple[float, float]:
    clicks = Counter("b" if dice.random() < to_b else "a" for _ in range(dice.choice((0, 1, 1, 2))))
    return clicks["a"], clicks["b"]


@pytest.mark.django_db
def test_interleaved_lists_are_judged_by_clicks_on_picks() -> None:
    with clock.at(NOON - DAY):
        row = start_experiment(
            by=SYSTEM, name="Mix", arms=[("current", 50), ("newest", 50)], kind="interleaved"
        )
        _committed()
        arm = arm_of("per_alice", "home.for-you")
    assert (arm.policy, arm.against, arm.letter) == ("current", "newest", "ab")
    for number in range(40):
        options = (option("prd_a", 0, team="a"), option("prd_b", 1, team="b"))
        one = made(number % 50, person=f"per_{number}", visitor=None, arm=arm.label, options=options)
        keep(one)
        click("prd_b" if number % 10 else "prd_a", one.at, one.id, person=one.person)
    flush()
    with clock.at(NOON + DAY):
        found = results(experiment(row.public_id))
    assert found.preference is not None
    assert (found.preference.kind, found.preference.readers, found.preference.share) == ("b", 40, 0.9)
    assert [one.verdict for one in found.arms] == [None]
