"""R14, R13: a process that dies after its commit, or an error on the way: the same form again gives the same order."""

from __future__ import annotations

import os
from typing import Any

import pytest
from django.db import connection, connections
from django.test import Client

from regulars.goods.catalog.models import Stock
from regulars.ground.kit.ids import new_id
from regulars.people.accounts.models import Person
from regulars.trade.orders.actions import prepaid
from regulars.trade.orders.models import OrderGroup
from tests.town import Town
from tests.trade.failpoints import KILLED, in_child
from tests.trade.orders.shopping import HOME, shopper, total

FORM = HOME | {"country": "CN"}


class Shopper:
    """Somebody with the last sweater in the basket, about to order it."""

    def __init__(self, person: Person, sweater: str):
        self.key = new_id("key")
        self._client = Client(raise_request_exception=False)
        self._client.force_login(person)
        self._client.post(
            "/basket/add", {"variant": sweater, "quantity": "1"}, HTTP_IDEMPOTENCY_KEY=new_id("key")
        )
        self._total = str(total(shopper(person), {sweater: 1}))

    def orders(self) -> tuple[int, str]:
        """Send the form, always under the same key."""
        form = FORM | {"expected_total_minor": self._total}
        answer = self._client.post("/checkout/CNY/", form, HTTP_IDEMPOTENCY_KEY=self.key)
        return answer.status_code, answer.headers.get("Location", "")


@pytest.fixture
def last_sweater(real_town: Town) -> str:
    """The public id of a sweater of which one is left."""
    row = real_town.variant(real_town.sweater)
    Stock.objects.filter(variant=row).update(on_hand=1)
    return str(row.public_id)


def dies_after_the_commit(who: Shopper) -> None:
    """Order, and die in the moment in which the order is committed and nobody has heard of it."""
    commit = connection._commit

    def last() -> Any:
        commit()
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM orders_ordergroup")
            if cursor.fetchone()[0]:
                os._exit(KILLED)

    connection._commit = last
    who.orders()


@pytest.mark.kill
def test_who_lost_the_answer_has_the_last_piece(real_town: Town, last_sweater: str) -> None:
    alice, bob = Shopper(real_town.alice, last_sweater), Shopper(real_town.bob, last_sweater)
    connections.close_all()
    assert in_child(lambda: dies_after_the_commit(alice)) == KILLED
    group = OrderGroup.objects.get()
    assert bob.orders()[0] in {409, 303}
    assert OrderGroup.objects.count() == 1
    for _ in range(2):
        assert alice.orders() == (303, f"/pay/{group.public_id}/")
    assert OrderGroup.objects.count() == 1
    assert Stock.objects.get(variant__public_id=last_sweater).held == 1


@pytest.mark.django_db(transaction=True)
def test_an_error_on_the_way_is_not_remembered(
    real_town: Town, last_sweater: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    alice = Shopper(real_town.alice, last_sweater)

    def breaks(**_given: Any) -> None:
        raise RuntimeError("the disk is full")

    with monkeypatch.context() as broken:
        broken.setattr(prepaid, "hold_stock", breaks)
        assert alice.orders()[0] == 500
    assert not OrderGroup.objects.exists()
    assert alice.orders() == (303, f"/pay/{OrderGroup.objects.get().public_id}/")
