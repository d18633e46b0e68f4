"""Decisions placed anew: what other rules would have done, and what a lever brings."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from regulars.discovery.decisions.rules import Decision, Option
from regulars.discovery.ranking.rules import Candidate, Rulebook, Window, place
from regulars.discovery.ranking.rules.rerunning import Traits, compared, rerun, with_part
from regulars.discovery.ranking.rules.scorecard import best_quarter, cards, levers, shares_of_parts

NOON = datetime(2026, 11, 1, 12, tzinfo=UTC)
BOOK = Rulebook("1", stores={2: 1.1}, windows={"": Window(5, 1, 0, 0)}, floor=0.0)


def decided(seed: int, many: int = 14, size: int = 6) -> tuple[Decision, dict[str, Traits]]:
    """A list of `size` of so many goods, placed by BOOK, as the log keeps it."""
    random = Random(seed)
    goods = [
        Candidate(
            key,
            0.0,
            random.randint(1, 6),
            None,
            random.randint(1, 3),
            parts={"taste": random.random(), "words": random.random() / 2},
        )
        for key in range(1, many + 1)
    ]
    goods = [replace(one, score=sum(one.parts.values())) for one in goods]
    placed = {
        one.candidate.key: one
        for one in place(goods, BOOK, size, f"dec_{seed}", spot="home.for-you", at=NOON)
    }
    options = []
    for one in goods:
        at = placed.get(one.key)
        options.append(
            Option(
                f"pro_{one.key}",
                f"sto_{one.store}",
                at.final if at else one.score,
                at.place if at else None,
                base=one.score,
                parts=one.parts,
                factors={it.rule: it.times for it in at.factors} if at else {},
                moved_by=at.moved_by if at else "",
            )
        )
    decision = Decision(f"dec_{seed}", NOON, "home.for-you", None, None, None, "m", "1", "", tuple(options))
    return decision, {f"pro_{one.key}": Traits(one.key, one.store, None, one.leaf) for one in goods}


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 10_000))
def test_the_same_rules_place_a_kept_list_as_it_was_shown(seed: int) -> None:
    decision, traits = decided(seed)
    again = rerun(decision, traits, BOOK, frozenset())
    assert [f"pro_{one.candidate.key}" for one in again] == [one.product for one in decision.shown]
    trial = compared([decision], traits, BOOK, frozenset())
    assert (trial.moved, trial.before.stores) == (0, trial.after.stores)


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 10_000), st.integers(1, 14))
def test_a_levers_forecast_is_what_placing_the_changed_good_gives(seed: int, number: int) -> None:
    """The forecast is checked by changing the log itself and placing it anew."""
    decision, traits = decided(seed)
    product = f"pro_{number}"
    for lever in levers([decision], product, traits, BOOK, frozenset()):
        mine = next(one for one in decision.options if one.product == product)
        target = max(best_quarter(decision, lever.part), mine.parts[lever.part])
        parts = {**mine.parts, lever.part: target}
        better = replace(mine, parts=parts, base=sum(parts.values()))
        changed = replace(decision, options=tuple(better if one is mine else one for one in decision.options))
        at = [one.candidate.key for one in rerun(changed, traits, BOOK, frozenset())]
        now = [one.product for one in decision.shown]
        assert lever.after == (at.index(number) if number in at else len(at)) + 1
        assert lever.before == (now.index(product) if product in now else len(now)) + 1
        assert lever.gain == lever.before - lever.after >= 0
        assert lever.target > lever.value


def test_a_part_changes_the_score_by_what_it_gained() -> None:
    good = Candidate(1, 0.75, parts={"taste": 0.5, "words": 0.25})
    better = with_part(good, "taste", 0.875)
    assert (better.score, sum(better.parts.values())) == (1.125, 1.125)


def test_other_rules_are_tried_on_kept_lists() -> None:
    """Store 1 has everything best; a window gives its places to others."""
    options = tuple(
        Option(
            f"pro_{key}",
            f"sto_{1 if key < 6 else key}",
            10.0 - key,
            key if key < 5 else None,
            base=10.0 - key,
        )
        for key in range(12)
    )
    decision = Decision("dec_1", NOON, "home.for-you", None, None, None, "m", "", "", options)
    traits = {f"pro_{key}": Traits(key, 1 if key < 6 else key, 7, None) for key in range(12)}
    book = Rulebook("2", windows={"": Window(5, 2, 0, 0)}, floor=0.0)
    trial = compared([decision], traits, book, frozenset({6}))
    assert (trial.before.stores[1], trial.after.stores[1]) == (5, 2)
    assert (trial.before.sheltered, trial.after.sheltered, trial.moved) == (0, 1, 3)
    assert trial.after.brands == {7: 5}


def test_a_rulebook_like_the_one_in_force_moves_nothing_whatever_stood_there_by_lot() -> None:
    decision, traits = decided(11)
    first, second, *rest = decision.options
    assert first.place is not None
    swapped = (replace(first, place=second.place), replace(second, place=first.place), *rest)
    by_lot = replace(decision, options=swapped)
    assert compared([by_lot], traits, BOOK, frozenset()).moved > 0, "against what was shown"
    same = compared([by_lot], traits, BOOK, frozenset(), BOOK)
    assert (same.decisions, same.moved, same.before) == (1, 0, same.after)


def test_a_card_counts_where_goods_stood_and_what_stood_above() -> None:
    decision, _traits = decided(3)
    shown = decision.shown
    found = cards([decision], shown[1].store, lambda name, product: product == shown[1].product)
    card = found[shown[1].product]
    assert (card.offered, card.shown, card.clicks, card.mean_place) == (1, 1, 1, 2.0)
    assert card.above == dict(shown[0].parts)
    assert card.rules == {shown[1].moved_by: 1}
    assert found[""].shown >= 1
    shares = dict(shares_of_parts([decision]))
    assert set(shares) == {"taste", "words"}
    assert abs(sum(shares.values()) - 1) < 1e-9
