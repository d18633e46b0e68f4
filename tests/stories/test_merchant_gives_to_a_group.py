"""Mei gives a coupon to one of her own groups, and only its people have it."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from regulars.loyalty.customers import actions as customers
from regulars.loyalty.customers.models import Relation
from regulars.loyalty.segments import actions as segments
from regulars.trade.offers.queries import people_meant
from tests.faces.merchant.conftest import Desk
from tests.town import Town
from tests.trade.orders.shopping import off, offer, shopper


def at_work(person: Any) -> Desk:
    desk = Desk()
    desk.force_login(person)
    return desk


@pytest.fixture(autouse=True)
def _plain_static(settings: Any) -> None:
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }


def test_a_group_gets_what_the_others_do_not(town: Town) -> None:
    for person in (town.alice, town.bob):
        customers.follow(by=shopper(person), store=town.clay)
    mei = town.mei_at_work()
    own = Relation.objects.of(town.clay).get(person=town.bob)
    group, missing = segments.upload_list(
        by=mei, store=town.clay, name="Tea circle", identifiers=[own.public_id]
    )
    assert missing == []
    gift = offer(
        mei, town.clay, "store-coupon", off(500), title="For the circle", claimable=True, exclusive=True
    )
    desk = at_work(town.mei)
    address = reverse("desk_offer_people", args=[town.clay.public_id, gift.public_id])
    page = desk.get(f"{address}?group={group.public_id}").content.decode()
    assert "Tea circle" in page
    assert "Bob" in page
    assert "Alice" not in page.split("<table")[1]
    given = desk.send(f"{address}?group={group.public_id}", {"bulk": "group"})
    assert given.status_code == 303
    assert people_meant(gift) == {town.bob.pk}


def test_a_group_of_another_store_is_not_there(town: Town) -> None:
    customers.follow(by=shopper(town.bob), store=town.cashmere)
    theirs, _missing = segments.upload_list(
        by=town.ravi_at_work(), store=town.cashmere, name="Knit circle", identifiers=[]
    )
    gift = offer(
        town.mei_at_work(), town.clay, "store-coupon", off(500), title="X", claimable=True, exclusive=True
    )
    address = reverse("desk_offer_people", args=[town.clay.public_id, gift.public_id])
    at_work(town.mei).send(f"{address}?group={theirs.public_id}", {"bulk": "group"})
    assert people_meant(gift) == set()
