"""Offers are made, changed, joined, taken and limited."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from regulars.ground.bus.models import Message
from regulars.ground.kit import clock
from regulars.ground.kit.actors import Actor
from regulars.ground.kit.refusals import BadInput, NotAllowed, NotFound
from regulars.trade.offers import actions as offers
from regulars.trade.offers import queries
from regulars.trade.offers.models import Offer
from tests.town import Town

OLGA = Actor("operator", rights=frozenset({"market.offers"}))
OFF = {"tiers": [{"threshold_minor": 0, "off_minor": 500}]}


def draft(by: Actor, store: Any, kind: str = "store-coupon", terms: Any = None, **more: Any) -> Offer:
    now = clock.now()
    given = {"title": "Five off", "starts_at": now, "ends_at": now + timedelta(days=2)} | more
    return offers.create_offer(by=by, store=store, kind=kind, terms=OFF if terms is None else terms, **given)


def published(by: Actor, store: Any, *args: Any, **more: Any) -> Offer:
    return offers.publish_offer(by=by, store=store, offer=draft(by, store, *args, **more).public_id)


def test_a_draft_is_seen_by_nobody_until_it_is_published(town: Town) -> None:
    mei = town.mei_at_work()
    made = draft(mei, town.clay)
    assert list(queries.offers_of_store_for_shoppers(town.clay)) == []
    offers.change_offer(by=mei, store=town.clay, offer=made.public_id, title="Six off", terms=OFF)
    offers.publish_offer(by=mei, store=town.clay, offer=made.public_id)
    offers.publish_offer(by=mei, store=town.clay, offer=made.public_id)
    assert [row.title for row in queries.offers_of_store_for_shoppers(town.clay)] == ["Six off"]
    assert Message.objects.filter(name="trade.offer-published.v1").count() == 1
    with pytest.raises(offers.OfferPublishedAlready):
        offers.change_offer(by=mei, store=town.clay, offer=made.public_id, terms=OFF | {"cap_minor": 1})
    offers.stop_offer(by=mei, store=town.clay, offer=made.public_id)
    assert list(queries.offers_of_store_for_shoppers(town.clay)) == []
    assert [row.pk for row in queries.offers_of(town.clay, "stopped")] == [made.pk]


def test_only_the_owner_touches_an_offer(town: Town) -> None:
    made = draft(town.mei_at_work(), town.clay)
    with pytest.raises(NotFound):
        offers.publish_offer(by=town.ravi_at_work(), store=town.cashmere, offer=made.public_id)
    with pytest.raises(NotFound):
        offers.publish_offer(by=town.ravi_at_work(), store=town.clay, offer=made.public_id)
    with pytest.raises(NotAllowed):
        draft(Actor("staff", town.lin.pk, town.clay.pk, frozenset({"reception"})), town.clay)
    with pytest.raises(NotAllowed):
        draft(town.mei_at_work(), None, "category-coupon")


@pytest.mark.parametrize(
    ("kind", "terms", "more"),
    [
        ("no-such-kind", OFF, {}),
        ("store-coupon", {}, {}),
        ("store-coupon", {"tiers": [{"threshold_minor": 0}]}, {}),
        ("store-coupon", {"tiers": [{"threshold_minor": -1, "off_minor": 5}]}, {}),
        ("store-coupon", OFF | {"secret": 1}, {}),
        ("store-coupon", OFF | {"store_bp": 10001}, {}),
        ("store-coupon", OFF, {"ends_at": clock.now() - timedelta(days=1)}),
        ("store-coupon", OFF, {"title": " \u202e "}),
        ("store-coupon", OFF, {"cap_minor": 100}),
        ("store-coupon", OFF, {"cap_count": 0}),
        ("store-coupon", OFF, {"per_person": -1}),
        ("cash-red-envelope", OFF, {}),
        (
            "store-red-envelope",
            {"pot": {"min_minor": 5, "max_minor": 1}},
            {"claimable": True, "cap_minor": 9},
        ),
        ("store-red-envelope", {"pot": {"min_minor": 1, "max_minor": 2}}, {}),
    ],
)
def test_terms_that_make_no_sense(town: Town, kind: str, terms: Any, more: Any) -> None:
    with pytest.raises(offers.OfferNotPossible):
        draft(town.mei_at_work(), town.clay, kind, terms, **more)
    assert not Offer.objects.exists()


def test_a_coupon_is_taken_once_and_never_more_than_there_are(town: Town) -> None:
    alice, bob = Actor("shopper", town.alice.pk), Actor("shopper", town.bob.pk)
    made = published(town.mei_at_work(), town.clay, claimable=True, cap_count=1)
    assert [row.mine for row in queries.claimable(town.clay, town.alice.pk)] == [0]
    taken = offers.claim(by=alice, offer=made.public_id)
    with pytest.raises(offers.AlreadyClaimed):
        offers.claim(by=alice, offer=made.public_id)
    with pytest.raises(offers.AllTaken):
        offers.claim(by=bob, offer=made.public_id)
    assert [(held.claim.pk, held.state) for held in queries.coupons_of(town.alice.pk)] == [
        (taken.pk, "ready")
    ]
    assert list(queries.claimable(town.clay, town.bob.pk)) == []
    with clock.shift(timedelta(days=3)):
        assert [held.state for held in queries.coupons_of(town.alice.pk)] == ["expired"]
    with pytest.raises(offers.OfferNotPossible):
        offers.change_offer(by=town.mei_at_work(), store=town.clay, offer=made.public_id, cap_count=0)


def test_an_exclusive_offer_is_for_its_people_only(town: Town) -> None:
    mei = town.mei_at_work()
    made = published(mei, town.clay, claimable=True, exclusive=True)
    assert offers.meant_for(by=mei, store=town.clay, offer=made.public_id, persons=[town.alice.pk] * 2) == 1
    offers.claim(by=Actor("shopper", town.alice.pk), offer=made.public_id)
    with pytest.raises(NotFound):
        offers.claim(by=Actor("shopper", town.bob.pk), offer=made.public_id)
    assert list(queries.offers_of_store_for_shoppers(town.clay, town.bob.pk)) == []
    assert len(queries.offers_of_store_for_shoppers(town.clay, town.alice.pk)) == 1
    assert list(queries.offers_of_store_for_shoppers(town.clay)) == []


def test_stores_join_and_leave_the_markets_offers(town: Town) -> None:
    mei = town.mei_at_work()
    made = published(OLGA, None, "cross-store", {"tiers": [{"threshold_minor": 30000, "off_minor": 4000}]})
    assert [row.joined for row in queries.joinable(town.clay)] == [0]
    offers.join_offer(by=mei, store=town.clay, offer=made.public_id)
    offers.join_offer(by=mei, store=town.clay, offer=made.public_id)
    assert [row.joined for row in queries.joinable(town.clay)] == [1]
    assert [row.pk for row in queries.offers_of_store_for_shoppers(town.clay)] == [made.pk]
    offers.leave_offer(by=mei, store=town.clay, offer=made.public_id)
    assert list(queries.offers_of_store_for_shoppers(town.clay)) == []
    with pytest.raises(NotFound):
        offers.join_offer(by=town.ravi_at_work(), store=town.clay, offer=made.public_id)


def test_codes_are_random_or_chosen_and_never_shared(town: Town) -> None:
    mei = town.mei_at_work()
    made = published(mei, town.clay, terms=OFF | {"needs_code": True})
    codes = offers.make_codes(by=mei, store=town.clay, offer=made.public_id, count=50)
    assert len(set(codes)) == 50
    offers.name_code(by=mei, store=town.clay, offer=made.public_id, code=" tea 10 ", cap=5)
    with pytest.raises(offers.CodeTaken):
        offers.name_code(by=mei, store=town.clay, offer=made.public_id, code="TEA10", cap=5)
    with pytest.raises(BadInput):
        offers.make_codes(by=mei, store=town.clay, offer=made.public_id, count=10_001)


def test_coupons_are_put_into_hands(town: Town) -> None:
    mei = town.mei_at_work()
    made = published(mei, town.clay, claimable=True, cap_count=2)
    people = [town.alice.pk, town.bob.pk, town.alice.pk]
    assert offers.give_claims(by=mei, store=town.clay, offer=made.public_id, persons=people) == 2
    assert offers.give_claims(by=mei, store=town.clay, offer=made.public_id, persons=people) == 0
    with pytest.raises(offers.AllTaken):
        offers.give_claims(by=mei, store=town.clay, offer=made.public_id, persons=[town.ravi.pk])


def test_an_offer_says_what_its_label_needs(town: Town) -> None:
    made = published(
        town.mei_at_work(), town.clay, terms=OFF | {"scope": {"by": "product", "ids": [town.cup.public_id]}}
    )
    said = queries.describe(made)
    assert (said["off_minor"], said["threshold_minor"], said["needs_code"]) == (500, 0, False)
    assert queries.terms_of(made).scope.ids == {town.cup.public_id}
