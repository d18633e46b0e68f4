"""Mei counts down to the end of an offer."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from regulars.ground.kit import clock
from regulars.trade.offers.models import Offer
from tests.blocks import drawn, filled, scene
from tests.town import Town
from tests.trade.orders.shopping import off, offer


@pytest.fixture
def spring(town: Town) -> Offer:
    by = town.mei_at_work()
    return offer(by, town.clay, "store-coupon", off(2000, 10000), title="Spring days", claimable=True)


def test_words_and_time_are_the_offers(town: Town, spring: Offer) -> None:
    with CaptureQueriesContext(connection) as asked:
        found = filled("countdown", {"offer": spring.public_id}, scene("store", store=town.clay.pk))
    assert len(asked) == 1
    assert found is not None
    shown = drawn("countdown", {"offer": spring.public_id}, scene("store", store=town.clay.pk))
    assert "Spring days" in shown
    assert "Take" in shown
    assert f'data-ends="{spring.ends_at.isoformat()}"' in shown
    assert 'role="timer"' in shown
    assert "aria-live" not in shown


def test_it_ends_by_itself(town: Town, spring: Offer) -> None:
    at = scene("store", store=town.clay.pk)
    with clock.shift(spring.ends_at - clock.now() + timedelta(seconds=1)):
        assert drawn("countdown", {"offer": spring.public_id}, scene("store", store=town.clay.pk)) == ""
    assert drawn("countdown", {"offer": spring.public_id}, at) != ""
    Offer.objects.update(stopped_at=clock.now())
    assert filled("countdown", {"offer": spring.public_id}, at) is None


def test_it_counts_to_the_beginning_of_what_is_planned(town: Town, spring: Offer) -> None:
    begins = clock.now() + timedelta(days=2)
    Offer.objects.update(starts_at=begins, ends_at=begins + timedelta(days=1))
    shown = drawn("countdown", {"offer": spring.public_id}, scene())
    assert "Begins in" in shown
    assert f'data-ends="{begins.isoformat()}"' in shown
    assert "Take" not in shown


def test_offers_of_others_and_for_others_stay_away(town: Town, spring: Offer) -> None:
    assert filled("countdown", {"offer": spring.public_id}, scene("store", store=town.cashmere.pk)) is None
    Offer.objects.update(exclusive=True)
    assert filled("countdown", {"offer": spring.public_id}, scene("store", store=town.clay.pk)) is None


def test_who_builds_the_page_is_told_what_is_missing(town: Town) -> None:
    assert "The clock appears" in drawn(
        "countdown", {"offer": "off_00000000000000000000"}, scene(preview=True)
    )
