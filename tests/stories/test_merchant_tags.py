"""Mei puts words of her own on Alice, and sees at which stage she is and why."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from regulars.ground.bus import shore
from regulars.loyalty.customers.models import Relation
from regulars.loyalty.segments.models import Segment
from regulars.loyalty.segments.queries import contains
from tests.faces.merchant.conftest import Desk
from tests.town import Town, shopper
from tests.trade.orders.shopping import bought


@pytest.fixture(autouse=True)
def _plain_static(settings: Any) -> None:
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }


@pytest.fixture
def mei(town: Town) -> Desk:
    desk = Desk()
    desk.force_login(town.mei)
    return desk


def test_a_tag_is_put_on_found_as_a_group_and_taken_off(town: Town, mei: Desk) -> None:
    bought(shopper(town.alice), {town.variant(town.cup).public_id: 1})
    alice = Relation.objects.of(town.clay).get(person=town.alice).public_id
    page = reverse("desk_customer", args=[town.clay.public_id, alice])
    put = reverse("desk_customer_tag", args=[town.clay.public_id, alice])
    assert mei.send(put, {"name": "Loves green tea"}).status_code == 303
    assert "Loves green tea" in mei.get(page).content.decode()
    row = Segment.objects.of(town.clay).get(name="Loves green tea")
    assert contains(row, town.alice.pk)
    assert (
        "Alice" in mei.get(reverse("desk_group", args=[town.clay.public_id, row.public_id])).content.decode()
    )
    off = reverse("desk_customer_untag", args=[town.clay.public_id, alice])
    assert mei.send(off, {"tag": row.public_id}).status_code == 303
    assert ">Loves green tea<" not in mei.get(page).content.decode()
    assert not contains(row, town.alice.pk)


def test_a_tag_without_words_is_asked_for(town: Town, mei: Desk) -> None:
    bought(shopper(town.alice), {town.variant(town.cup).public_id: 1})
    alice = Relation.objects.of(town.clay).get(person=town.alice).public_id
    put = reverse("desk_customer_tag", args=[town.clay.public_id, alice])
    assert "Give the group a name." in mei.send(put, {"name": " "}, follow=True).content.decode()


def test_the_stage_is_said_with_its_reason(town: Town, mei: Desk) -> None:
    bought(shopper(town.alice), {town.variant(town.cup).public_id: 1})
    while shore.to_lake():
        pass
    alice = Relation.objects.of(town.clay).get(person=town.alice).public_id
    page = mei.get(reverse("desk_customer_standing", args=[town.clay.public_id, alice])).content.decode()
    assert "Purchase" in page
    assert "Because of this" in page
