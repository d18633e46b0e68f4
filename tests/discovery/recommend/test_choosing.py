"""What is chosen: of what is there, for whom it is, within what was asked."""

from __future__ import annotations

import pytest

from regulars.discovery.decisions.queries import Arm
from regulars.discovery.decisions.rules import Decision
from regulars.discovery.ranking.rules import STANDARD
from regulars.discovery.recommend.actions import touch
from regulars.discovery.recommend.queries import (
    EVERYONE,
    Looker,
    arms,
    arrivals,
    candidates,
    choose,
    choosing,
    explored,
)
from regulars.discovery.recommend.queries.lookers import look
from regulars.goods.catalog import actions as catalog
from regulars.goods.catalog.models import Product
from regulars.ground.kit import clock
from tests.discovery.recommend.lane import Lane, _made
from tests.town import Town

pytestmark = pytest.mark.xdist_group("lane")


@pytest.fixture
def kept(monkeypatch: pytest.MonkeyPatch) -> list[Decision]:
    """The decisions that were handed to the log."""
    found: list[Decision] = []
    monkeypatch.setattr(choosing, "keep", found.append)
    return found


def tea_lover(lane: Lane) -> Looker:
    """Somebody who looked at two tea things."""
    return Looker(visitor="vis_reader", recent=(lane.tea[0].pk, lane.tea[1].pk))


def keys(products: list[Product]) -> set[int]:
    return {one.pk for one in products}


def test_what_is_hidden_retired_or_sold_out_since_training_is_never_shown(lane: Lane) -> None:
    mei, clay = lane.town.mei_at_work(), lane.town.clay
    hidden, retired, out = lane.tea[2:5]
    catalog.unpublish_product(by=mei, store=clay, product_id=hidden.public_id)
    catalog.retire_product(by=mei, store=clay, product_id=retired.public_id)
    catalog.set_stock(by=mei, store=clay, variant_id=out.variants.get().public_id, on_hand=0)
    for looker in (EVERYONE, tea_lover(lane)):
        chosen = choose(looker, spot="home.for-you", size=12)
        assert not {hidden.pk, retired.pk, out.pk} & {*chosen.keys}
        assert [one.place for one in chosen.placed] == list(range(len(chosen.placed)))
        assert [card.pk for card in chosen.cards] == chosen.keys


def test_a_wish_is_kept_to(lane: Lane) -> None:
    looker = tea_lover(lane)
    store = choose(looker, spot="store.for-you", size=6, store=lane.town.cashmere.pk)
    assert {*store.keys} <= keys(lane.wool)
    shelf = choose(looker, spot="category.for-you", size=6, categories=[lane.town.knitwear.pk])
    assert {*shelf.keys} <= keys(lane.wool)
    few = [lane.wool[3].pk, lane.tea[2].pk, lane.wool[5].pk]
    among = choose(looker, spot="search.results", size=3, among=few, prior=dict.fromkeys(few, 0.5))
    assert {*among.keys} == {*few}
    assert among.keys[0] == lane.tea[2].pk
    beside = choose(EVERYONE, spot="product.also-viewed", size=4, near=lane.tea[0].pk)
    assert lane.tea[0].pk not in beside.keys


def test_words_outweigh_taste_in_a_search(lane: Lane) -> None:
    few = [lane.tea[2].pk, lane.wool[2].pk]
    found = choose(
        tea_lover(lane), spot="search.results", size=2, among=few, prior={few[0]: 0.1, few[1]: 1.0}
    )
    assert found.keys == few[::-1]


def test_scores_are_the_sum_of_their_parts_and_decisions_hold_every_candidate(
    lane: Lane, kept: list[Decision]
) -> None:
    chosen = choose(tea_lover(lane), spot="home.for-you", size=6)
    (decision,) = kept
    assert (decision.id, decision.model, decision.visitor) == (chosen.id, chosen.model, "vis_reader")
    shown = [one for one in decision.options if one.place is not None]
    assert [one.product for one in shown] == [card.public_id for card in chosen.cards]
    assert len(decision.options) > len(shown)
    for option in decision.options:
        assert option.base == pytest.approx(sum(option.parts.values()))
        assert option.base >= 0
        assert 0 < option.propensity <= 1


def test_nobody_stands_behind_a_decision_for_who_is_not_to_be_known(lane: Lane, kept: list[Decision]) -> None:
    choose(Looker(person="per_x", visitor="vis_x", personal=False), spot="home.for-you", size=6)
    assert (kept[0].person, kept[0].visitor) == (None, None)
    choose(EVERYONE, spot="home.for-you", size=6, keep_it=False)
    assert len(kept) == 1


def test_who_is_not_known_gets_what_everybody_gets(lane: Lane) -> None:
    with clock.at(clock.now()):
        first, second = (
            choose(Looker(person=name, recent=(one.pk,), personal=False), spot="home.for-you", size=12).keys
            for name, one in (("per_a", lane.tea[0]), ("per_b", lane.wool[0]))
        )
    assert first == second


def test_goods_younger_than_the_model_come_with_their_neighbours(
    lane: Lane, monkeypatch: pytest.MonkeyPatch
) -> None:
    town = lane.town
    young = _made(town.mei_at_work(), town.clay, town.teapots, "Clay bowl number 77", "BOWL77")
    monkeypatch.setattr(arrivals, "EVERY", 0.0)
    chosen = choose(tea_lover(lane), spot="category.for-you", size=8, categories=[town.teapots.pk])
    assert young.pk in chosen.keys
    assert (
        sum(next(one for one in chosen.placed if one.candidate.key == young.pk).candidate.parts.values()) > 0
    )


def test_what_was_hidden_and_published_again_stands_there_once(
    lane: Lane, monkeypatch: pytest.MonkeyPatch
) -> None:
    mei, clay, bowl = lane.town.mei_at_work(), lane.town.clay, lane.tea[3]
    catalog.unpublish_product(by=mei, store=clay, product_id=bowl.public_id)
    catalog.publish_product(by=mei, store=clay, product_id=bowl.public_id)
    monkeypatch.setattr(arrivals, "EVERY", 0.0)
    chosen = choose(tea_lover(lane), spot="category.for-you", size=8, categories=[lane.town.teapots.pk])
    assert chosen.keys.count(bowl.pk) == 1


def test_without_a_model_what_sells_is_shown(town: object, home: object) -> None:
    chosen = choose(EVERYONE, spot="home.for-you", size=3)
    assert len(chosen.cards) == 3
    assert chosen.model == ""


def test_without_a_model_stores_and_categories_that_sell_less_still_show_their_own(
    town: Town, home: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(candidates, "EACH", 1)
    monkeypatch.setattr(candidates, "LEAST", 1)
    Product.objects.filter(store_id=town.clay.pk).update(sold_count=9)
    assert choose(EVERYONE, spot="store.for-you", size=1, store=town.cashmere.pk).keys == [town.sweater.pk]
    found = choose(EVERYONE, spot="category.for-you", size=1, categories=[town.knitwear.pk])
    assert found.keys == [town.sweater.pk]


def test_a_person_is_read_with_taste_touches_and_stores(lane: Lane) -> None:
    alice = lane.town.alice
    touch(products=[lane.tea[0].pk, lane.wool[0].pk], person=alice.public_id)
    found = look(person=alice.pk, visitor="vis_other")
    assert found.recent == (lane.wool[0].pk, lane.tea[0].pk)
    assert found.known


@pytest.mark.parametrize(
    "policy", ["popular", "newest", "random", "weights:moment=0,taste=0", "model:gone", "current"]
)
def test_an_experiment_may_choose_otherwise(
    lane: Lane, kept: list[Decision], monkeypatch: pytest.MonkeyPatch, policy: str
) -> None:
    monkeypatch.setattr(choosing, "arm_for", lambda looker, spot: Arm("exp:b", policy))
    looker = tea_lover(lane)
    chosen = choose(looker, spot="category.for-you", size=6, categories=[lane.town.teapots.pk])
    assert {*chosen.keys} <= keys(lane.tea)
    assert kept[-1].arm == "exp:b"
    told = {name for one in chosen.placed for name in one.candidate.parts if one.candidate.parts[name] > 0}
    assert ("moment" in told) == (policy in ("model:gone", "current"))


def test_what_was_drawn_by_lot_is_kept_with_its_chance(
    lane: Lane, kept: list[Decision], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(choosing, "arm_for", lambda looker, spot: Arm("exp:b", "random"))
    choose(tea_lover(lane), spot="home.for-you", size=6)
    chance = 1 / len(kept[-1].options)
    assert [one.propensity for one in kept[-1].shown] == [chance] * 6
    assert kept[-1].reckoned
    # Two stores in windows of two: whose chance it is to stand where is not known any more.
    monkeypatch.setattr(explored, "current", lambda: STANDARD)
    choose(tea_lover(lane), spot="home.for-you", size=6)
    assert {one.propensity for one in kept[-1].shown} == {0.0}
    assert not kept[-1].reckoned


def test_two_ways_draft_one_list_in_turns(
    lane: Lane, kept: list[Decision], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(choosing, "arm_for", lambda looker, spot: Arm("exp:ab", "current", "newest"))
    choose(tea_lover(lane), spot="home.for-you", size=6)
    teams = [one.team for one in kept[0].options if one.place is not None]
    assert {*teams} == {"a", "b"}


def test_who_is_not_known_is_in_no_experiment(lane: Lane, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str | None] = []
    monkeypatch.setattr(arms, "arm_of", lambda reader, spot: asked.append(reader) or Arm())
    choose(EVERYONE, spot="home.for-you", size=3)
    choose(tea_lover(lane), spot="home.for-you", size=3)
    assert asked == [None, "vis_reader"]


def test_a_model_that_fails_costs_its_knowledge_and_not_the_page(
    lane: Lane, monkeypatch: pytest.MonkeyPatch
) -> None:
    def poisoned(*args: object) -> None:
        raise IndexError("index 9 is out of bounds")

    monkeypatch.setattr(choosing, "way_of", poisoned)
    found = choose(tea_lover(lane), spot="home.for-you", size=4)
    assert found.cards
    assert found.model == ""
