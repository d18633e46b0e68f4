"""A basket is priced for somebody with an offer and without it, before anybody else sees the offer."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from regulars.goods.catalog import actions as catalog
from regulars.ground.kit import clock
from regulars.ground.kit.actors import SYSTEM
from regulars.trade.offers import actions as offers
from regulars.trade.offers.models import Offer
from regulars.trade.offers.queries import terms_of
from regulars.trade.offers.queries.holdout import goes_without
from regulars.trade.orders.models import Order, OrderGroup
from regulars.trade.orders.queries.habits import habits_of
from regulars.trade.orders.queries.rehearsing import Rehearsal, Viewer, rehearse
from tests.loyalty.outreach.writing import people
from tests.town import Town
from tests.trade.orders.shopping import bought, off, offer, shopper

pytestmark = pytest.mark.django_db


def draft(town: Town, kind: str, terms: dict[str, Any], **more: Any) -> Offer:
    now = clock.now()
    given = {"starts_at": now, "ends_at": now + timedelta(days=9), "title": "Draft"} | more
    return offers.create_offer(by=town.mei_at_work(), store=town.clay, kind=kind, terms=terms, **given)


def tried(town: Town, made: Offer, viewer: Viewer, days: float = 1, cups: int = 4, **more: Any) -> Rehearsal:
    found = rehearse(
        town.clay, made, terms_of(made, **more), {town.variant(town.cup).public_id: cups},
        clock.now() + timedelta(days=days), viewer,
    )  # fmt: skip
    assert found is not None
    return found


def gain(found: Rehearsal) -> int:
    return found.without.total_minor - found.with_it.total_minor


def test_a_draft_is_tried_in_its_own_time(town: Town) -> None:
    made = draft(town, "spend-and-save", off(1500, 18000))
    assert gain(tried(town, made, Viewer())) == 1500
    assert gain(tried(town, made, Viewer(), cups=3)) == 0
    assert [one.reason for one in tried(town, made, Viewer(), days=10).with_it.refused] == ["ended"]


def test_who_it_is_decides(town: Town) -> None:
    first = draft(town, "store-coupon", off(1000) | {"only_new": True}, claimable=True)
    assert gain(tried(town, first, Viewer(new=True))) == 1000
    assert gain(tried(town, first, Viewer())) == 0
    bought(shopper(town.alice), {town.variant(town.cup).public_id: 1})
    assert gain(tried(town, first, Viewer(person_pk=town.alice.pk))) == 0
    assert gain(tried(town, first, Viewer(person_pk=town.bob.pk))) == 1000


def test_a_code_counts_as_typed_and_a_coupon_as_taken(town: Town) -> None:
    coded = draft(town, "store-coupon", off(700) | {"needs_code": True})
    assert gain(tried(town, coded, Viewer(), code="ANY")) == 700


def test_other_offers_stay_and_the_best_one_wins(town: Town) -> None:
    offer(town.mei_at_work(), town.clay, "spend-and-save", off(600, 9000), title="Runs already")
    made = draft(town, "spend-and-save", off(1000, 9000))
    found = tried(town, made, Viewer())
    assert gain(found) == 400
    assert ("another-is-better", "Runs already") in [(r.reason, r.title) for r in found.with_it.refused]


def test_a_running_offer_is_tried_against_its_own_absence(town: Town) -> None:
    made = offer(town.mei_at_work(), town.clay, "spend-and-save", off(600, 9000), title="Runs")
    assert gain(tried(town, made, Viewer())) == 600


def test_on_other_days_it_has_not_started(town: Town) -> None:
    tomorrow = (clock.now() + timedelta(days=1)).weekday()
    made = draft(town, "spend-and-save", off(600) | {"weekdays": [(tomorrow + 3) % 7]})
    assert gain(tried(town, made, Viewer())) == 0


def test_the_owner_sees_who_goes_without(town: Town) -> None:
    made = draft(town, "store-coupon", off(600) | {"holdout": 50}, claimable=True)
    out = next(one for one in people(12) if goes_without(made, one.pk))
    found = tried(town, made, Viewer(person_pk=out.pk))
    assert found.held_out
    assert gain(found) == 0


def test_what_a_person_has_from_the_market_is_not_shown(town: Town) -> None:
    """The owner's receipt is the same whether or not the customer holds an envelope of the market."""
    pot = {"pot": {"min_minor": 300, "max_minor": 300}}
    luck = offer(SYSTEM, None, "cash-red-envelope", pot, title="Luck", claimable=True, cap_minor=9000)
    made = draft(town, "spend-and-save", off(600))
    before = tried(town, made, Viewer(person_pk=town.alice.pk))
    offers.open_red_envelope(by=shopper(town.alice), offer=luck.public_id)
    after = tried(town, made, Viewer(person_pk=town.alice.pk))
    assert before.with_it.total_minor == after.with_it.total_minor
    assert before.with_it.refused == after.with_it.refused


def test_goods_of_other_stores_are_not_tried_and_nothing_is_written(town: Town) -> None:
    made = draft(town, "spend-and-save", off(600))
    wool = {town.variant(town.sweater).public_id: 1}
    assert rehearse(town.clay, made, terms_of(made), wool, clock.now(), Viewer()) is None
    tried(town, made, Viewer(person_pk=town.alice.pk))
    assert OrderGroup.objects.count() == 0


def test_habits_are_the_quantiles_of_what_was_bought(town: Town) -> None:
    assert not habits_of(town.clay).enough
    cup = town.variant(town.cup)
    catalog.set_stock(by=town.mei_at_work(), store=town.clay, variant_id=cup.public_id, on_hand=1000)
    for n in range(1, 21):
        bought(shopper(town.alice), {cup.public_id: n})
    found = habits_of(town.clay)
    assert found.enough
    assert (found.quarter, found.median, found.three_quarters, found.ninth) == (22500, 45000, 67500, 81000)
    assert found.freight_minor == 1000
    assert Order.objects.of(town.clay).count() == found.orders
