"""Mei thanks her regulars: she writes the rules, Alice joins, climbs, and pays a part of the next order with points."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from regulars.ground.kit.ids import new_id
from regulars.loyalty.customers.queries import allows
from regulars.loyalty.members.models import Member
from regulars.loyalty.members.queries import programme_of
from regulars.trade.orders import actions as orders
from regulars.trade.orders.models import OrderGroup
from regulars.trade.settlement.queries import check_books
from tests.loyalty.members.club import card, opened, points_add_up
from tests.town import Town, shopper
from tests.trade.orders.shopping import HOME, bought, completed, order_in

RULES = {
    "name": "Purple Clay Club", "points": "5", "per": "1.00", "worth": "0.01", "share": "50",
    "expiry_days": "365", "window_days": "365", "tier-0-name": "Guest", "tier-1-name": "Friend",
    "tier-1-amount": "500.00", "tier-1-orders": "2",
}  # fmt: skip


@pytest.fixture(autouse=True)
def _plain_static(settings: Any) -> None:
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }


def browser_of(person: Any) -> Client:
    browser = Client()
    browser.force_login(person)
    return browser


def send(browser: Client, path: str, **body: Any) -> Any:
    return browser.post(path, {"idempotency_key": new_id("key")} | body)


def desk(town: Town, route: str) -> str:
    return reverse(route, args=[town.clay.public_id])


def shown(browser: Client, path: str) -> str:
    answer = browser.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def filled(town: Town, person: Any) -> Client:
    """The person's browser with a teapot in the basket."""
    orders.put_in_basket(by=shopper(person), variant=town.variant(town.teapot).public_id, quantity=1)
    return browser_of(person)


def total_in(page: str) -> str:
    found = re.search(r'name="expected_total_minor" value="(\d+)"', page)
    assert found
    return found[1]


def test_mei_opens_her_programme_and_shoppers_read_the_rules(town: Town) -> None:
    mei = browser_of(town.mei)
    assert "Thank the people who come back" in shown(mei, desk(town, "desk_members"))
    assert "club" not in shown(Client(), reverse("store", args=[town.clay.slug]))
    proposal = shown(mei, desk(town, "desk_programme"))
    assert "Regulars of Purple Clay House" in proposal
    answer = send(mei, desk(town, "desk_programme"), **RULES)
    assert answer.status_code == 303
    running = programme_of(town.clay)
    assert running is not None
    assert (running.rules.points, running.rules.most_share_bp) == (5, 5_000)
    assert [tier.name for tier in running.rules.tiers] == ["Guest", "Friend"]
    front = shown(Client(), reverse("store", args=[town.clay.slug]))
    for words in (
        "Purple Clay Club",
        "5 points for every",
        "points pay up to 50 % of the goods",
        "or 2 orders",
        "Joining allows the store nothing else",
    ):
        assert words in front
    assert "Nobody has joined yet" in shown(mei, desk(town, "desk_members"))


def test_what_cannot_be_meant_is_told_beside_its_field_and_kept(town: Town) -> None:
    mei = browser_of(town.mei)
    wrong = RULES | {"points": "500", "tier-1-amount": "", "tier-1-orders": ""}
    answer = send(mei, desk(town, "desk_programme"), **wrong)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Say from which amount, or from how many orders." in page
    assert 'value="500"' in page
    answer = send(mei, desk(town, "desk_programme"), **(RULES | {"points": "500"}))
    assert answer.status_code == 422
    assert "Points may be worth at most what was paid for them." in answer.content.decode()
    assert programme_of(town.clay) is None


def test_the_reception_sees_members_and_changes_no_rules(town: Town) -> None:
    opened(town)
    lin = browser_of(town.lin)
    assert "Purple Clay Club" in shown(lin, desk(town, "desk_members"))
    assert lin.get(desk(town, "desk_programme")).status_code == 403
    assert send(lin, desk(town, "desk_programme_close")).status_code == 403


def test_joining_asks_apart_for_the_permission_to_write(town: Town) -> None:
    opened(town)
    where = reverse("club_join", args=[town.clay.slug])
    assert send(Client(), where).headers["Location"].startswith(reverse("account_login"))
    send(browser_of(town.alice), where)
    send(browser_of(town.bob), where, consent="on")
    assert set(Member.objects.of(town.clay).values_list("person_id", flat=True)) == {
        town.alice.pk,
        town.bob.pk,
    }
    assert not allows(town.clay, town.alice.pk, "offers", "inbox")
    assert allows(town.clay, town.bob.pk, "offers", "inbox")
    send(browser_of(town.bob), reverse("club_part", args=[town.clay.slug]))
    assert Member.objects.of(town.clay).filter(left_at=None).count() == 1


def test_the_card_shows_tier_points_and_the_way_to_the_next(town: Town) -> None:
    opened(town, points=5)
    alice = browser_of(town.alice)
    send(alice, reverse("club_join", args=[town.clay.slug]))
    by = shopper(town.alice)
    group = bought(by, {town.variant(town.teapot).public_id: 1})
    completed(by, town.mei_at_work(), town.clay, group)
    front = shown(alice, reverse("store", args=[town.clay.slug]))
    for words in ("1,450 points", "worth CN¥14.50", "CN¥210.00 or 1 order more to Friend"):
        assert words in front
    members = shown(browser_of(town.mei), desk(town, "desk_members"))
    assert "CN¥14.50" in members
    assert "Alice" in members
    assert "Nobody matches" in shown(browser_of(town.mei), desk(town, "desk_members") + "?q=zzz")


def test_alice_pays_a_part_with_points_and_bob_joins_with_his_order(town: Town) -> None:
    opened(town, points=5)
    by = shopper(town.alice)
    orders.join_programme(by=by, store=town.clay)
    completed(by, town.mei_at_work(), town.clay, bought(by, {town.variant(town.teapot).public_id: 1}))
    alice = filled(town, town.alice)
    where = reverse("checkout", args=["CNY"])
    page = shown(alice, where)
    assert "You have 1,450 points" in page
    assert total_in(page) == "29000"
    use = f"use-points:{town.clay.public_id}"
    answer = send(alice, where, do=use, expected_total_minor="29000", recipient="Alice of Yixing")
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "They pay CN¥14.50 of this order." in page
    assert "Alice of Yixing" in page
    assert not OrderGroup.objects.filter(person=town.alice, state="awaiting_payment").exists()
    total = total_in(page)
    assert total == "27550"
    spare = send(alice, where, do=f"spare-points:{town.clay.public_id}", points=town.clay.public_id)
    assert total_in(spare.content.decode()) == "29000"
    form = HOME | {"expected_total_minor": total, "points": town.clay.public_id, "country": "CN"}
    assert send(alice, where, **form).status_code == 303
    group = OrderGroup.objects.get(person=town.alice, state="awaiting_payment")
    assert group.total_minor == 27_550
    assert order_in(group, town.clay).store_discount_minor == 1_450
    assert card(town, town.alice).points == 0

    bob = filled(town, town.bob)
    page = shown(bob, where)
    assert "Join with this order" in page
    form = HOME | {"expected_total_minor": "29000", "join": town.clay.public_id, "country": "CN"}
    assert send(bob, where, **form).status_code == 303
    assert card(town, town.bob).member is not None
    assert check_books()["ok"]
    points_add_up(town)


def test_points_that_went_elsewhere_meanwhile_are_told_as_a_new_total(town: Town) -> None:
    opened(town, points=5)
    by = shopper(town.alice)
    orders.join_programme(by=by, store=town.clay)
    completed(by, town.mei_at_work(), town.clay, bought(by, {town.variant(town.teapot).public_id: 1}))
    alice = filled(town, town.alice)
    cup = {town.variant(town.cup).public_id: 1}
    orders.place_order(
        by=by, lines=cup, address=HOME, currency="CNY", expected_total_minor=4_500 + 1_000 - 1_450,
        points=[town.clay.public_id],
    )  # fmt: skip
    form = HOME | {"expected_total_minor": "27550", "points": town.clay.public_id, "country": "CN"}
    answer = send(alice, reverse("checkout", args=["CNY"]), **form)
    assert answer.status_code == 409
    assert "The total has changed" in answer.content.decode()


def test_a_closed_programme_takes_nobody_and_keeps_its_promises(town: Town) -> None:
    opened(town)
    orders.join_programme(by=shopper(town.alice), store=town.clay)
    mei = browser_of(town.mei)
    send(mei, desk(town, "desk_programme_close"))
    front = reverse("store", args=[town.clay.slug])
    assert "Purple Clay Club" not in shown(browser_of(town.bob), front)
    assert "no new points" in shown(browser_of(town.alice), front)
    send(mei, desk(town, "desk_programme_reopen"))
    assert "Purple Clay Club" in shown(browser_of(town.bob), front)


WEDNESDAY = {
    "title": "Member Wednesday", "starts_at": "2026-01-01T10:00", "ends_at": "2099-01-01T10:00",
    "how": "percent", "percent": "10", "from_tier": "2", "weekdays": ["2"], "dates": "2026-11-11",
    "do": "publish",
}  # fmt: skip


def test_mei_plans_a_member_day_and_shoppers_read_for_whom_it_is(town: Town) -> None:
    mei = browser_of(town.mei)
    plan = reverse("desk_offer_new", args=[town.clay.public_id, "price"])
    assert "With a membership programme, an offer can be for members only." in shown(mei, plan)
    opened(town)
    page = shown(mei, plan)
    assert "Members from “Friend” on" in page
    answer = send(mei, plan, **WEDNESDAY, products=[town.cup.public_id])
    assert answer.status_code == 303
    page = shown(mei, answer.headers["Location"])
    for words in ("Only for members from tier 2 on.", "Only on: Wednesday, ", "For example"):
        assert words in page
    front = shown(Client(), reverse("store", args=[town.clay.slug]))
    assert "For members from tier 2 on · Only on: Wednesday" in front


def test_dates_nobody_can_read_are_told_at_their_field(town: Town) -> None:
    opened(town)
    plan = reverse("desk_offer_new", args=[town.clay.public_id, "price"])
    wrong = WEDNESDAY | {"dates": "next week", "products": [town.cup.public_id]}
    answer = send(browser_of(town.mei), plan, **wrong)
    assert answer.status_code == 422
    assert "Write dates like 2026-11-11" in answer.content.decode()


def test_alice_tells_her_birthday_and_the_store_never_sees_it(town: Town) -> None:
    opened(town)
    orders.join_programme(by=shopper(town.alice), store=town.clay)
    alice, where = browser_of(town.alice), reverse("club_birthday", args=[town.clay.slug])
    assert send(alice, where, month="2", day="31").status_code == 303
    assert "Choose a month and a day that exist." in shown(alice, reverse("store", args=[town.clay.slug]))
    send(alice, where, month="5", day="4")
    row = Member.objects.of(town.clay).get()
    assert (row.birth_month, row.birth_day) == (5, 4)
    assert "birthday" not in shown(browser_of(town.mei), desk(town, "desk_members")).lower()
    send(alice, where, month="", day="")
    row.refresh_from_db()
    assert row.birth_month is None
    assert send(browser_of(town.bob), where, month="5", day="4").status_code == 404
