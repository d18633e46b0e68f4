"""Mei presells her winter firing; Alice books with a deposit and pays the balance together with a cup."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from regulars.faces.look.forms import local_input
from regulars.faces.look.moments import local_date
from regulars.ground.bus.relay import drain
from regulars.ground.kit import clock
from regulars.ground.kit.ids import new_id
from regulars.trade.orders.models import OrderGroup
from regulars.trade.payments.models import Payment
from regulars.trade.presales import actions as presales
from regulars.trade.presales.models import Booking, Presale
from tests.faces.shopper.buying.phone import ADDRESS
from tests.town import Town
from tests.trade.orders.shopping import books_are_right, order_in, shopper
from tests.trade.presales.preselling import DAY, booked, running

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _plain_static(settings: Any) -> None:
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }


def browser(person: Any) -> Client:
    client = Client()
    client.force_login(person)
    return client


def see(client: Client, path: str, status: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == status, path
    return answer.content.decode()


def send(client: Client, path: str, status: int = 303, **data: Any) -> Any:
    answer = client.post(path, data | {"idempotency_key": new_id("key")})
    assert answer.status_code == status, answer.content.decode()[-1500:]
    return answer


def plan(town: Town) -> dict[str, str]:
    """The form of a presale of the small teapot: 200, a deposit of 10, 20 off, three pieces."""
    start, key = clock.now() - timedelta(minutes=1), town.variant(town.teapot).public_id
    days = {"deposit_from": 0, "deposit_until": 3, "balance_from": 5, "balance_until": 7, "ship_by": 20}
    moments = {name: local_input(start + days[name] * DAY) for name in days}
    amounts = {f"quota-{key}": "3", f"price-{key}": "200", f"deposit-{key}": "10", f"off-{key}": "20"}
    return (
        moments
        | amounts
        | {"title": "Winter firing", "title_zh": "冬窑", "unpaid": "forfeit", "per_person": "2"}
    )


def test_from_plan_to_parcel(town: Town) -> None:
    mei, alice, desk = browser(town.mei), browser(town.alice), f"/desk/{town.clay.public_id}/offers/presales/"
    assert "Sell what is still being made" in see(mei, desk)
    form = f"{desk}new/?product={town.teapot.public_id}"
    assert town.teapot.title in see(mei, f"{desk}new/")
    wrong = send(mei, form, 422, **plan(town) | {"balance_from": "2020-01-01T00:00"}).content.decode()
    assert "Each window begins when the one before is over" in wrong
    send(mei, form, **plan(town))
    row = Presale.objects.of(town.clay).get()
    see(alice, f"/presales/{row.public_id}/", 404)
    send(mei, f"{desk}{row.public_id}/edit/", **plan(town) | {"title": "Winter kiln"})
    send(mei, f"{desk}{row.public_id}/do", do="publish")

    assert "Winter kiln" in see(alice, f"/s/{town.clay.slug}/")
    assert "Winter kiln" in see(alice, f"/p/{town.teapot.public_id}/")
    page = see(alice, f"/presales/{row.public_id}/")
    for words in (
        "CN¥200.00",
        "-CN¥20.00",
        "CN¥180.00",
        "CN¥10.00",
        "CN¥170.00",
        "loses the deposit",
        "3 places left",
    ):
        assert words in page
    item = row.items.get().public_id
    refused = send(alice, f"/presales/{row.public_id}/book", 422, item=item, quantity="3").content.decode()
    assert "One person may book fewer pieces" in refused
    go_pay = send(alice, f"/presales/{row.public_id}/book", item=item, quantity="1")["Location"]
    assert "Winter kiln" in see(alice, go_pay)
    booking = Booking.objects.of(town.clay).get()
    send(alice, reverse("advance_start", args=[booking.advance_ref]), provider="test")
    payment = Payment.objects.get(ref=booking.advance_ref)
    send(alice, f"/pay/test/{payment.public_id}/decide", button="pay")
    assert "Booked, balance to pay" in see(alice, "/me/presales/")
    assert "Alice" in see(mei, f"{desk}{row.public_id}/")

    with clock.at(row.balance_from + timedelta(minutes=1)):
        presales.remind_all()
        drain()
        letter = next(one for one in mail.outbox if "balance" in one.subject)
        assert letter.to == [town.alice.email]
        assert "CN¥170.00" in str(letter.body)
        send(alice, "/basket/add", variant=town.variant(town.cup).public_id, quantity="1")
        check_out = f"/checkout/CNY/?with={booking.public_id}&basket=1"
        page = see(alice, check_out)
        assert "Paid ahead" in page
        send(alice, check_out, **ADDRESS, expected_total_minor="23500")
        group = OrderGroup.objects.get()
        assert (group.total_minor, group.payable_minor) == (18000 + 4500 + 1000, 22500)
        send(alice, f"/pay/{group.public_id}/start", provider="test")
        payment = Payment.objects.get(ref=group.public_id)
        send(alice, f"/pay/test/{payment.public_id}/decide", button="pay")
        paid = see(alice, reverse("pay_return", args=[group.public_id]))
        assert f"send your goods by {local_date(row.ship_by)}." in paid
        assert "within two days" not in paid
        assert order_in(group, town.clay).state == "paid"
        assert "Paid in full" in see(alice, f"/presales/{row.public_id}/")
    books_are_right()


def test_bob_thinks_again_and_mei_has_to_cancel(town: Town) -> None:
    mei, bob = browser(town.mei), browser(town.bob)
    row = running(town)
    first = booked(shopper(town.bob), row)
    send(bob, reverse("booking_cancel", args=[first.public_id]))
    assert "Cancelled, deposit given back" in see(bob, "/me/presales/")
    second = booked(shopper(town.bob), row)
    send(browser(town.alice), reverse("booking_cancel", args=[second.public_id]), 404)
    do = f"/desk/{town.clay.public_id}/offers/presales/{row.public_id}/do"
    send(mei, do, do="stop", why="")
    assert "The store cancelled this presale" not in see(bob, f"/presales/{row.public_id}/")
    send(mei, do, do="stop", why="The kiln broke.")
    presales.give_all_back()
    drain()
    page = see(bob, f"/presales/{row.public_id}/")
    assert "The kiln broke." in page
    assert "deposit given back" in page
    assert any("The kiln broke." in str(one.body) for one in mail.outbox)
    books_are_right()
