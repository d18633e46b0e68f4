"""Alice looks at tea, Bob at wool: their pages differ, say why, and are the same again when they want them to be."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse

from regulars.discovery.recommend.actions import switch_faces
from regulars.discovery.recommend.models import Taste
from regulars.goods.catalog.models import Product
from tests.discovery.recommend.conftest import home as home
from tests.discovery.recommend.conftest import lane as lane
from tests.discovery.recommend.lane import Lane
from tests.town import shopper

pytestmark = pytest.mark.xdist_group("lane")

BROWSER = "Mozilla/5.0 Chrome/120"
REFUSALS = ({"HTTP_SEC_GPC": "1"}, {"HTTP_COOKIE": "privacy=off"}, {"HTTP_COOKIE": "personal=off"})


def browser(person: object = None) -> Client:
    """Somebody who has been here before: the first answer gives a visitor's cookie."""
    found = Client(headers={"User-Agent": BROWSER})
    if person is not None:
        found.force_login(person)  # type: ignore[arg-type]
    found.get("/me/")
    return found


def seen(client: Client, product: Product) -> str:
    """The product's page."""
    return client.get(reverse("product", args=[product.public_id])).content.decode()


def front(client: Client, path: str = "/") -> str:
    """The part of the page that is chosen for the reader; empty for a stranger."""
    page = client.get(path).content.decode()
    assert "<!--own" not in page
    found = re.search(r'<section class="products chosen".*?</section>', page, re.S)
    return found[0] if found else ""


def named(part: str) -> list[str]:
    """Products in order, by public id."""
    return re.findall(r'<li data-ref="(pro_\w+)"', part)


def test_a_click_on_a_teapot_changes_the_next_home_page(lane: Lane) -> None:
    guest = browser()
    assert front(guest) == ""
    seen(guest, lane.town.teapot)
    shown = named(front(guest))
    tea = {one.public_id for one in lane.tea}
    assert shown[0] in tea
    assert sum(one in tea for one in shown[:5]) >= 4
    assert lane.town.teapot.public_id not in shown
    seen(guest, lane.wool[1])
    seen(guest, lane.wool[2])
    assert named(front(guest))[0] in {one.public_id for one in lane.wool}


def test_each_choice_says_why_and_carries_the_switch(lane: Lane) -> None:
    guest = browser()
    seen(guest, lane.town.teapot)
    part = front(guest)
    assert "Because you looked at Plum Branch teapot." in part
    assert part.count("<details") == len(named(part))
    form = re.search(r'<form action="([^"]+)" method="post" id="([^"]+)"', part)
    assert form is not None
    assert f'form="{form[2]}"' in part
    assert 'data-decision="dec_' in part
    answer = guest.post(form[1], {"faces": "off"})
    assert answer.status_code == 303
    assert front(guest) == ""


def test_category_and_store_are_chosen_within_themselves(lane: Lane) -> None:
    guest = browser()
    seen(guest, lane.town.sweater)
    wool, tea = ({one.public_id for one in stall} for stall in (lane.wool, lane.tea))
    assert 0 < len(named(front(guest, "/c/knitwear/"))) == len({*named(front(guest, "/c/knitwear/"))} & wool)
    assert {*named(front(guest, "/s/purple-clay-house/"))} <= tea


@pytest.mark.parametrize("refusal", REFUSALS)
def test_nothing_is_remembered_of_who_refuses(lane: Lane, refusal: dict[str, str]) -> None:
    guest = Client(headers={"User-Agent": BROWSER})
    path = reverse("product", args=[lane.town.teapot.public_id])
    answer = guest.get(path, **refusal)  # type: ignore[arg-type]
    assert "moment" not in answer.cookies
    page = guest.get("/", **refusal).content.decode()  # type: ignore[arg-type]
    assert "For you" not in page


def test_switched_off_two_people_see_the_same_page(lane: Lane) -> None:
    alice, bob = browser(lane.town.alice), browser(lane.town.bob)
    for product in lane.tea[:4]:
        seen(alice, product)
    for product in lane.wool[:4]:
        seen(bob, product)
    assert named(front(alice)) != named(front(bob))
    for person in (lane.town.alice, lane.town.bob):
        switch_faces(by=shopper(person), on=False)
    pages = [re.findall(r"pro_\w+", each.get("/").content.decode()) for each in (alice, bob)]
    assert pages[0] == pages[1]
    assert front(alice) == ""


def test_the_switch_deletes_what_was_learnt_and_holds_wherever_one_logs_in(lane: Lane) -> None:
    alice = browser(lane.town.alice)
    Taste.objects.create(person=lane.town.alice, goods=[[lane.town.teapot.pk, 9.0]])
    assert front(alice)
    alice.post(reverse("my_faces"), {"faces": "off"})
    row = Taste.objects.get(person=lane.town.alice)
    assert row.goods == []
    assert row.off_at is not None
    elsewhere = browser(lane.town.alice)
    assert front(elsewhere) == ""
    assert 'id="faces"' in elsewhere.get(reverse("my_privacy")).content.decode()
    elsewhere.post(reverse("my_faces"), {"faces": "on"})
    seen(elsewhere, lane.town.teapot)
    assert front(elsewhere)


def test_a_product_shows_what_others_looked_at(lane: Lane) -> None:
    page = seen(browser(), lane.town.teapot)
    found = re.search(r'data-source="product.also-viewed".*?</section>', page, re.S)
    assert found is not None
    assert {*named(found[0])} & {one.public_id for one in lane.tea}


def test_an_operator_sees_through_the_eyes_of_a_kind_of_person(lane: Lane) -> None:
    olga = browser(lane.town.olga)
    page = olga.get("/console/faces/", {"category": "teapots", "way": "new"}).content.decode()
    assert "Clay bowl number" in page
    assert "this visit" in page
    plain = olga.get("/console/faces/", {"category": "teapots", "way": "off"}).content.decode()
    assert "this visit" not in plain
