"""Blocks that differ by person: chosen goods say why, guests share one page, previews speak to the imagined person."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from regulars.discovery.recommend.queries import EVERYONE
from regulars.discovery.storefront.blocks.people.who import kinds_of
from regulars.faces.shopper.browsing.arranged import looker
from regulars.faces.shopper.browsing.filled import tiled
from regulars.goods.catalog.queries import cards
from regulars.ground.kit import clock
from tests.town import Town

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _plain_static(settings: Any) -> None:
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }


def scene(**more: Any) -> Any:
    from regulars.discovery.storefront.hooks import Scene

    return replace(Scene("store", clock.now(), "en", EVERYONE), **more)


def test_a_chosen_good_carries_its_reason_to_the_tile(town: Town) -> None:
    card = cards([town.cup.pk])[0]
    drawn = tiled([{"products": [card], "whys": {card.pk: "Because you looked at tea."}}], scene())
    assert drawn[0]["products"][0]["why"] == "Because you looked at tea."
    assert tiled([{"products": [card]}], scene())[0]["products"][0]["why"] == ""


def test_an_imagined_person_is_spoken_to_as_such(town: Town) -> None:
    assert kinds_of(scene(store=town.clay.pk, persona="regular"), False) == [("buyer", 0), ("stranger", 0)]
    assert kinds_of(scene(store=town.clay.pk, persona="follower"), False) == [
        ("follower", 0),
        ("stranger", 0),
    ]
    assert kinds_of(scene(store=town.clay.pk, persona="new"), False) == [("stranger", 0)]


def test_guests_share_a_page_and_the_switch_counts_for_people(town: Town) -> None:
    seen: list[Any] = []
    for user, cookies in ((None, {"moment": "1"}), (town.alice, {}), (town.alice, {"personal": "off"})):
        browser = Client()
        browser.cookies.load(cookies)
        if user is not None:
            browser.force_login(user)
        request = browser.get(reverse("home")).wsgi_request
        seen.append(looker(request))
    guest, alice, off = seen
    assert guest == EVERYONE == off
    assert alice.known
    assert alice.person == town.alice.public_id
