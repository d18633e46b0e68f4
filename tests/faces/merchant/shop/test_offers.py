"""Mei plans offers, reads in words what they do, and stops them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from regulars.ground.kit import clock
from regulars.ground.kit.actors import SYSTEM
from regulars.loyalty.customers import actions as customers
from regulars.trade.offers import actions as offers
from regulars.trade.offers.models import Claim, ExclusiveFor, Joining, Offer
from tests.loyalty.members.club import opened
from tests.town import Town, shopper

Work = Callable[[Any], Any]
WHEN = {"starts_at": "2026-01-01T10:00", "ends_at": "2099-01-01T10:00"}
COUPON = WHEN | {"title": "Twenty off", "how": "amount", "off": "20", "threshold": "200", "per_person": "1"}
GOOD: dict[str, dict[str, Any]] = {
    "coupon": COUPON | {"cap_count": "100", "claim_days": "14"},
    "code": COUPON | {"word": "spring 20"},
    "chosen": COUPON,
    "product-coupon": COUPON | {"scope": "products"},
    "envelope": WHEN | {"title": "Envelope", "pot_min": "1", "pot_max": "10", "budget": "500"},
    "save": WHEN | {"title": "Steps", "from_1": "100", "off_1": "10", "from_2": "300", "off_2": "40"},
    "price": WHEN | {"title": "Cut", "how": "fixed", "fixed": "199"},
    "birthday": WHEN
    | {
        "title": "Many happy returns",
        "how": "amount",
        "off": "20",
        "birthday_before": "3",
        "birthday_after": "10",
    },
    "freight": WHEN | {"title": "Free delivery", "threshold": "99"},
}


@pytest.fixture
def place(town: Town) -> str:
    """Address of Mei's offers."""
    return f"/desk/{town.clay.public_id}/offers/"


def form(town: Town, plan: str, **changes: Any) -> dict[str, Any]:
    """A good form of a plan."""
    needs = {"products": [town.teapot.public_id]} if plan in {"product-coupon", "price"} else {}
    return GOOD[plan] | needs | changes


@pytest.mark.parametrize("plan", GOOD)
def test_every_plan_becomes_an_offer(town: Town, at_work: Work, place: str, plan: str) -> None:
    opened(town)
    desk = at_work(town.mei)
    answer = desk.send(f"{place}new/{plan}/", form(town, plan, do="publish"))
    assert answer.status_code == 303
    made = Offer.objects.get()
    assert made.published_at is not None
    assert made.store_id == town.clay.pk
    page = desk.get(answer["Location"]).content.decode()
    assert "For example" in page
    assert "They pay" in page
    assert made.title in desk.get(place).content.decode()


def test_the_preview_says_and_prices_what_is_typed(town: Town, at_work: Work, place: str) -> None:
    page = at_work(town.mei).send(f"{place}preview/save", form(town, "save")).content.decode()
    assert "CN¥10.00 off from CN¥100.00; CN¥40.00 off from CN¥300.00" in page
    assert "Tasting cup × 7" in page
    assert "CN¥275.00" in page
    assert Offer.objects.count() == 0


def test_a_preview_without_scripts_saves_nothing(town: Town, at_work: Work, place: str) -> None:
    page = at_work(town.mei).send(f"{place}new/coupon/", form(town, "coupon", do="preview")).content.decode()
    assert "CN¥20.00 off from CN¥200.00" in page
    assert 'value="Twenty off"' in page
    assert Offer.objects.count() == 0


@pytest.mark.parametrize(
    ("plan", "change", "sentence"),
    [
        ("coupon", {"title": ""}, "Give the offer a title"),
        ("coupon", {"ends_at": "2025-01-01T10:00"}, "must end after it starts"),
        ("coupon", {"starts_at": "soon"}, "Choose a day and a time."),
        ("coupon", {"off": "300"}, "More comes off than people have to spend"),
        ("coupon", {"off": ""}, "This field is needed."),
        ("coupon", {"how": "percent", "percent": "140"}, "Write a percentage"),
        ("coupon", {"cap_count": "0"}, "Write a whole number"),
        ("product-coupon", {"products": []}, "Tick the products"),
        ("envelope", {"pot_max": "0.50"}, "at least the smallest"),
        ("save", {"off_2": ""}, "Fill in both amounts"),
        ("save", {"from_2": "100"}, "higher than the one above"),
        ("save", {"repeats": "on"}, "one step only"),
        ("code", {"word": "ab"}, "at least three letters"),
    ],
)
def test_faults_stand_at_their_field_and_nothing_is_lost(
    town: Town, at_work: Work, place: str, plan: str, change: dict[str, Any], sentence: str
) -> None:
    answer = at_work(town.mei).send(
        f"{place}new/{plan}/", form(town, plan, title_zh="满减", do="publish") | change
    )
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert 'value="满减"' in answer.content.decode()
    assert Offer.objects.count() == 0


def test_drafts_change_and_published_offers_keep_their_word(town: Town, at_work: Work, place: str) -> None:
    desk = at_work(town.mei)
    own = desk.send(f"{place}new/coupon/", form(town, "coupon"))["Location"]
    assert desk.send(own, form(town, "coupon", off="30", cap_count="100")).status_code == 303
    made = Offer.objects.get()
    assert made.terms["tiers"] == [{"threshold_minor": 20000, "off_minor": 3000}]
    desk.send(f"{own}state", {"state": "publish"})
    desk.send(own, {"title": "Thirty off", "ends_at": "2098-01-01T10:00", "cap_count": "50", "off": "90"})
    made.refresh_from_db()
    assert made.title == "Thirty off"
    assert made.terms["tiers"][0]["off_minor"] == 3000
    assert made.budget.cap_count == 50
    desk.send(f"{own}state", {"state": "stop"})
    made.refresh_from_db()
    assert made.stopped_at is not None


def test_codes_are_made_named_and_taken_away(town: Town, at_work: Work, place: str) -> None:
    desk = at_work(town.mei)
    own = desk.send(f"{place}new/code/", form(town, "code"))["Location"]
    assert "SPRING20" in desk.get(f"{own}codes/").content.decode()
    desk.send(f"{own}codes/", {"do": "make", "count": "3"})
    assert "in use already" in desk.send(f"{own}codes/", {"do": "name", "word": "SPRING20"}).content.decode()
    lines = b"".join(desk.get(f"{own}codes.csv").streaming_content).decode().splitlines()
    assert len(lines) == 5


def test_a_coupon_for_chosen_people_reaches_them_only(town: Town, at_work: Work, place: str) -> None:
    for person in (town.alice, town.bob):
        customers.follow(by=shopper(person), store=town.clay)
    desk = at_work(town.mei)
    own = desk.send(f"{place}new/chosen/", form(town, "chosen", do="publish"))["Location"]
    alice = town.clay.relations.get(person=town.alice).public_id
    desk.send(f"{own}people/?group=followers", {"ids": alice, "bulk": "chosen"})
    assert list(ExclusiveFor.objects.values_list("person_id", flat=True)) == [town.alice.pk]
    assert Claim.objects.get().person_id == town.alice.pk
    desk.send(f"{own}people/?group=followers", {"bulk": "group"})
    assert Claim.objects.count() == 2


def test_joining_shows_its_price_first(town: Town, at_work: Work, place: str) -> None:
    now = clock.now()
    shared = offers.create_offer(
        by=SYSTEM, store=None, kind="cross-store", title="Double Twelve", starts_at=now,
        ends_at=now + timedelta(days=3), terms={
            "tiers": [{"threshold_minor": 30000, "off_minor": 4000}], "repeats": True, "store_bp": 6000,
        },
    )  # fmt: skip
    offers.publish_offer(by=SYSTEM, store=None, offer=shared.public_id)
    desk = at_work(town.mei)
    page = desk.get(f"{place}across/").content.decode()
    assert "60%" in page
    assert "CN¥40.00 come off, of which your store carries CN¥24.00" in page
    desk.send(f"{place}across/{shared.public_id}", {"join": "1"})
    assert Joining.objects.filter(store=town.clay, ended_at=None).exists()
    desk.send(f"{place}across/{shared.public_id}", {})
    assert not Joining.objects.filter(ended_at=None).exists()


def test_the_list_asks_as_often_for_thirty_as_for_one(town: Town, at_work: Work, place: str) -> None:
    desk = at_work(town.mei)
    desk.send(f"{place}new/coupon/", form(town, "coupon"))
    desk.get(f"{place}?state=draft")
    with CaptureQueriesContext(connection) as few:
        desk.get(f"{place}?state=draft")
    for number in range(29):
        desk.send(f"{place}new/coupon/", form(town, "coupon", title=f"Coupon {number}"))
    with CaptureQueriesContext(connection) as many:
        desk.get(f"{place}?state=draft")
    assert len(many) <= len(few) + 1 <= 10
