"""Mei sells two rare pots at eight o'clock; Alice and Bob are there, a stranger is too late."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from regulars.faces.look.forms import local_input
from regulars.goods.catalog.models import Stock
from regulars.ground.bus.relay import drain
from regulars.ground.kit import clock
from regulars.ground.kit.actors import SYSTEM
from regulars.ground.kit.ids import new_id
from regulars.trade.drops import actions
from regulars.trade.drops.models import Drop, Seat
from regulars.trade.drops.tasks import attend, attend_drops
from regulars.trade.orders import actions as orders
from regulars.trade.orders.models import OrderGroup
from tests.faces.shopper.buying.phone import ADDRESS, Phone, logged_in
from tests.town import Town
from tests.trade.drops.dropping import HOUR, announced, crowd

pytestmark = pytest.mark.django_db
READ = timedelta(seconds=2)


@pytest.fixture(autouse=True)
def _plain_static(settings: Any) -> None:
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }


def words(page: str) -> str:
    return " ".join(unescape(re.sub(r"<template.*?</template>|<[^>]+>", " ", page, flags=re.DOTALL)).split())


def page_of(phone: Phone, drop: Drop) -> str:
    return words(phone.see(f"/drops/{drop.public_id}/"))


def press(phone: Phone, drop: Drop) -> str:
    """Look at the page, take one's time, press its button; what the page says then."""
    form = dict(re.findall(r'name="(pass|piece)" value="([^"]+)"', phone.see(f"/drops/{drop.public_id}/")))
    with clock.shift(READ):
        phone.send(f"/drops/{drop.public_id}/take", form)
        return page_of(phone, drop)


def pay_for(phone: Phone, drop: Drop) -> OrderGroup:
    """Follow the button of a ticket to the check-out and pay."""
    page = phone.see(f"/drops/{drop.public_id}/")
    found = re.search(r'href="(/checkout/CNY/\?with=tkt_\w+)"', page)
    assert found, words(page)
    checkout = phone.see(found[1])
    total = re.search(r'name="expected_total_minor" value="(\d+)"', checkout)
    assert total
    answer = phone.send(found[1], ADDRESS | {"expected_total_minor": total[1]})
    assert answer.status_code == 303, answer.content.decode()[:2000]
    group = OrderGroup.objects.get(public_id=answer["Location"].split("/")[2])
    phone.pay(group)
    return group


def planned_by_form(town: Town, mei: Client) -> Drop:
    opens = (clock.now() + HOUR).replace(second=0, microsecond=0)
    pot = town.variant(town.teapot)
    form = {
        "variant": pot.public_id, "title": "Two pots of the autumn kiln", "title_zh": "秋窑两壶", "units": "2",
        "per_person": "1", "price": "250.00", "opens_at": local_input(opens), "ends_at": local_input(opens + HOUR),
        "room_minutes": "15", "pay_minutes": "10", "queue_most": "", "who_1": "everybody",
        "idempotency_key": new_id("key"),
    }  # fmt: skip
    answer = mei.post(reverse("desk_drop_new", args=[town.clay.public_id]), form)
    assert answer.status_code == 303, words(answer.content.decode())
    row = Drop.objects.of(town.clay).get()
    at = reverse("desk_drop_do", args=[town.clay.public_id, row.public_id])
    mei.post(at, {"do": "publish", "idempotency_key": new_id("key")})
    row.refresh_from_db()
    return row


def test_two_pots_for_three_people(town: Town) -> None:
    mei, alice, bob, lin = (logged_in(one) for one in (town.mei, town.alice, town.bob, town.lin))
    assert "A few pieces, at a given second" in words(
        mei.see(reverse("desk_drops", args=[town.clay.public_id]))
    )
    drop = planned_by_form(town, mei)
    pot = Stock.objects.get(variant=town.variant(town.teapot))
    assert (pot.on_hand, pot.held) == (10, 2)

    page = page_of(alice, drop)
    assert "Two pots of the autumn kiln" in page
    assert "CN¥250.00" in page
    assert "Not open yet" in page
    assert "2 pieces, at most 1 for each person." in page
    # Whose page is open sees the waiting room open five minutes later.
    with clock.at(drop.opens_at - timedelta(minutes=20)):
        assert 'data-begins="300000" data-spread="20000"' in alice.see(f"/drops/{drop.public_id}/")
    with clock.at(drop.opens_at - timedelta(minutes=14)):
        assert 'data-begins="0"' in bob.see(f"/drops/{drop.public_id}/")
    alice.send(f"/drops/{drop.public_id}/remind", {"on": "1"})
    assert "You get a letter ten minutes before." in page_of(alice, drop)

    with clock.at(drop.opens_at - timedelta(minutes=9)):
        attend_drops()
        drain()
        assert [one.to for one in mail.outbox] == [["alice@example.com"]]
        assert "You are in the waiting room" in press(alice, drop)
        assert "You are in the waiting room" in press(bob, drop)
        assert "You are in the waiting room" in page_of(alice, drop)  # a reload keeps the place
    with clock.at(drop.opens_at + timedelta(seconds=1)):
        attend(drop)
        assert "A piece is yours" in page_of(alice, drop)
        assert "A piece is yours" in page_of(bob, drop)
        assert "You are number 1 of those who wait" in press(lin, drop)
        group = pay_for(alice, drop)
        assert group.total_minor == 25_000 + 1_000
        page = page_of(alice, drop)
        assert "Paid" in page
        live = words(mei.see(reverse("desk_drop", args=[town.clay.public_id, drop.public_id])))
        assert "1 of 2" in live

    # Bob does not pay: Lin, who waits, gets the piece, hears of it and pays.
    with clock.at(drop.opens_at + timedelta(minutes=11)):
        attend(drop)
        drain()
        assert "The time to pay is over" in page_of(bob, drop)
        assert "A piece is yours" in page_of(lin, drop)
        assert ["lin@example.com"] in [one.to for one in mail.outbox]
        pay_for(lin, drop)
        assert "Sold out" in page_of(logged_in(town.olga), drop)
        attend(drop)
    drop.refresh_from_db()
    pot.refresh_from_db()
    assert (drop.paid, drop.taken, pot.on_hand, pot.held) == (2, 2, 8, 0)
    assert drop.closed_at is not None


def test_the_basket_cannot_buy_what_is_set_aside(town: Town) -> None:
    drop = announced(town, units=100)
    alice = logged_in(town.alice)
    page = words(alice.see(reverse("product", args=[town.cup.public_id])))
    assert "Sold out at the moment" in page
    assert "A drop of 100 pieces" in page
    assert "A drop of 100 pieces" in words(alice.see(reverse("store", args=[town.clay.slug])))
    alice.add(town.variant(town.cup))
    assert "expected_total_minor" not in alice.see("/basket/")
    actions.stop_drop(by=town.mei_at_work(), store=town.clay, drop=drop.public_id)
    assert "A drop of 100 pieces" not in words(alice.see(reverse("product", args=[town.cup.public_id])))
    alice.add(town.variant(town.cup))
    assert alice.order().total_minor == 5_500


def test_throw_away_visitors_stand_in_nobodys_way(town: Town) -> None:
    drop = announced(town, units=1, queue_most=1)
    with clock.at(drop.opens_at - timedelta(minutes=5)):
        for _number in range(3):
            guest = Phone()
            shown = re.search(r'data-pass="([^"]+)"', guest.see(f"/drops/{drop.public_id}/"))
            assert shown
            with clock.shift(READ):
                guest.send(f"/drops/{drop.public_id}/take", {"pass": shown[1], "piece": "1"})
                assert "Until you are, none is kept for you." in page_of(guest, drop)
        assert not Seat.objects.of(town.clay).exists()
        guest.post("/account/login/", {"login": "bob@example.com", "password": "regulars-demo"})
        assert "You are in the waiting room" in press(guest, drop)
    with clock.at(drop.opens_at):
        attend(drop)
        assert "A piece is yours" in page_of(guest, drop)


def test_the_form_says_all_that_is_wrong_at_once(town: Town) -> None:
    mei, opens = logged_in(town.mei), clock.now() + HOUR
    form = {
        "variant": "", "title": "", "units": "no", "per_person": "1", "price": "0", "opens_at": local_input(opens),
        "ends_at": local_input(opens - HOUR), "room_minutes": "500", "pay_minutes": "10", "who_1": "followers",
        "who_2": "everybody", "after_2": "x", "idempotency_key": new_id("key"),
    }  # fmt: skip
    answer = mei.post(reverse("desk_drop_new", args=[town.clay.public_id]), form)
    page = answer.content.decode()
    assert answer.status_code == 422
    wrong = set(re.findall(r'href="#f-(\w+)"', page))
    assert wrong == {"variant", "title", "units", "price", "ends_at", "room_minutes", "after_2"}
    assert all(f'id="f-{name}"' in page for name in wrong)
    assert '<details class="message-more" open>' in page  # no sentence is hidden


def test_an_order_that_ends_unpaid_gives_the_piece_to_the_next(town: Town) -> None:
    drop = announced(town, units=1, pay_minutes=5)
    alice, bob = logged_in(town.alice), logged_in(town.bob)
    with clock.at(drop.opens_at + timedelta(seconds=1)):
        assert "A piece is yours" in press(alice, drop)
        assert "number 1" in press(bob, drop)
        ticket = Seat.objects.of(town.clay).get(state="won").public_id
        where = f"/checkout/CNY/?with={ticket}"
        total = re.search(r'name="expected_total_minor" value="(\d+)"', alice.see(where))
        assert total
        form = ADDRESS | {"expected_total_minor": total[1]}
        placed = alice.send(where, form)
        assert placed.status_code == 303
        assert "data-till" in alice.see(placed["Location"])
        assert alice.send(where, form).status_code == 409  # one ticket, one order
        assert bob.get(where).status_code == 404
    with clock.at(drop.opens_at + timedelta(minutes=6)):
        orders.expire_groups(by=SYSTEM)
        assert "The time to pay is over" in page_of(alice, drop)
        over = words(alice.see(f"{placed['Location']}return"))
        assert "The piece you had won goes to the next person who waits" in over
        assert "basket to order" not in over
        assert "A piece is yours" in page_of(bob, drop)
        pay_for(bob, drop)
    drop.refresh_from_db()
    assert (drop.taken, drop.paid) == (1, 1)
    assert Stock.objects.get(variant=drop.variant_id).on_hand == 99


def test_clicking_without_reading_gains_nothing(town: Town) -> None:
    drop = announced(town)
    alice = logged_in(town.alice)
    with clock.at(drop.opens_at + timedelta(seconds=1)):
        form = dict(
            re.findall(r'name="(pass|piece)" value="([^"]+)"', alice.see(f"/drops/{drop.public_id}/"))
        )
        alice.send(f"/drops/{drop.public_id}/take", form)
        alice.send(f"/drops/{drop.public_id}/take", form | {"pass": "forged"})
    assert not Seat.objects.of(town.clay).exists()


def test_a_crowd_and_the_last_word(town: Town) -> None:
    drop = announced(town, units=2, queue_most=1)
    with clock.at(drop.opens_at + timedelta(seconds=1)):
        phones = [logged_in(one) for one in crowd(4)]
        told = [press(phone, drop) for phone in phones]
    heads = ("A piece is yours", "A piece is yours", "All pieces are taken for now", "Sold out")
    assert all(head in page for head, page in zip(heads, told, strict=True))


def test_whoever_sends_the_check_out_again_gets_the_first_answer(town: Town) -> None:
    """The answer was lost on its way; the ticket is used by then."""
    drop, alice = announced(town, units=1), logged_in(town.alice)
    with clock.at(drop.opens_at):
        press(alice, drop)
        page = alice.see(f"/drops/{drop.public_id}/")
        found = re.search(r'href="(/checkout/CNY/\?with=tkt_\w+)"', page)
        assert found
        total = re.search(r'name="expected_total_minor" value="(\d+)"', alice.see(found[1]))
        assert total
        form = ADDRESS | {"expected_total_minor": total[1], "idempotency_key": new_id("key")}
        first, second = (alice.send(found[1], form) for _ in range(2))
        assert (first.status_code, second.status_code) == (303, 303)
        assert second["Location"] == first["Location"]
        assert second["Idempotency-Replayed"] == "true"
        assert alice.send(found[1], form | {"idempotency_key": new_id("key")}).status_code == 409
        assert OrderGroup.objects.count() == 1


@pytest.mark.parametrize("piece", ["0", "²", "-1", "9" * 5000, "2", "99999", "", "x"])
def test_a_piece_that_is_none_is_no_second_one(town: Town, piece: str) -> None:
    drop, alice = announced(town, units=2), logged_in(town.alice)
    with clock.at(drop.opens_at):
        form = dict(re.findall(r'name="(pass)" value="([^"]+)"', alice.see(f"/drops/{drop.public_id}/")))
        with clock.shift(READ):
            for asked in ("1", piece):
                answer = alice.send(f"/drops/{drop.public_id}/take", form | {"piece": asked})
                assert answer.status_code == 303
    assert Seat.objects.of(town.clay).count() == 1
