"""Paying ahead and ordering what was promised, through the pages."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from regulars.ground.kit.actors import SYSTEM, Actor
from regulars.ground.kit.ids import new_id
from regulars.ground.kit.refusals import NotFound
from regulars.trade.orders import actions as orders
from regulars.trade.orders.models import BasketLine, OrderGroup
from regulars.trade.orders.rules import Grant
from regulars.trade.orders.rules.granting import grants
from regulars.trade.payments.models import Payment
from tests.town import Town
from tests.trade.advances.paying_ahead import KIND, PREFIX, Bookings, asked, bookings, paid_ahead, promise
from tests.trade.orders.shopping import HOME, captured, shopper


@pytest.fixture
def heard() -> Iterator[Bookings]:
    with bookings() as mine:
        yield mine


@pytest.fixture(autouse=True)
def _plain_static(settings: Any) -> None:
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }


def test_a_deposit_is_paid_on_its_pages(town: Town, heard: Bookings, client: Any) -> None:
    row = asked(town.clay, town.alice, 1000)
    client.force_login(town.alice)
    page = client.get(f"/advances/{row.public_id}/").content.decode()
    assert "Deposit" in page
    assert "10.00" in page
    sent = client.post(
        f"/advances/{row.public_id}/start", {"provider": "test", "idempotency_key": new_id("key")}
    )
    assert sent.status_code == 303
    payment = Payment.objects.get(ref=row.public_id)
    assert client.get(f"/pay/test/{payment.public_id}").status_code == 200
    done = client.post(
        f"/pay/test/{payment.public_id}/decide",
        {"button": "pay", "idempotency_key": new_id("key")},
        follow=True,
    )
    assert "It counts towards the price" in done.content.decode()
    client.force_login(town.bob)
    assert client.get(f"/advances/{row.public_id}/").status_code == 404
    assert client.get(f"/pay/test/{payment.public_id}").status_code == 404


def test_the_checkout_finds_what_was_promised_for_its_viewer_only(
    town: Town, heard: Bookings, client: Any
) -> None:
    cup, teapot = town.variant(town.cup), town.variant(town.teapot)
    row = paid_ahead(town.clay, town.alice, 1000)

    def mine(by: Actor, ref: str) -> list[Grant]:
        if by.person_id != town.alice.pk or ref != "tst_1":
            raise NotFound()
        return [promise(teapot, unit_minor=20000, advances=(row.public_id,))]

    grants.register(KIND, prefix=PREFIX, grants_of=mine)
    orders.put_in_basket(by=shopper(town.alice), variant=cup.public_id)
    client.force_login(town.alice)
    page = client.get("/checkout/CNY/?with=tst_1").content.decode()
    assert "Paid ahead" in page
    assert "200.00" in page
    assert "Tasting cup" not in page
    both = client.get("/checkout/CNY/?with=tst_1&basket=1").content.decode()
    assert "Tasting cup" in both
    assert client.get("/checkout/CNY/?with=nope_1").status_code == 404
    form = HOME | {"country": "CN", "expected_total_minor": "25500", "idempotency_key": new_id("key")}
    placed = client.post("/checkout/CNY/?with=tst_1&basket=1", form, follow=True)
    assert "245.00" in placed.content.decode()
    group = OrderGroup.objects.get()
    assert (group.total_minor, group.prepaid_minor, group.grants) == (25500, 1000, [[KIND, "tst_1"]])
    assert BasketLine.objects.count() == 0
    payment = orders.start_paying(by=shopper(town.alice), group=group.public_id, provider="test")
    assert orders.receive_payment(by=SYSTEM, provider="test", message=captured(payment)) == "paid"
    assert "Paid ahead" in client.get(f"/orders/{group.public_id}/").content.decode()
    client.force_login(town.bob)
    assert client.get("/checkout/CNY/?with=tst_1").status_code == 404
