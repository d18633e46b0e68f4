"""Stock is held for who pays, not for who orders without end."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.conf import settings

from regulars.ground.kit import clock
from regulars.trade.orders.actions.placing import TooManyUnpaid
from tests.town import Town
from tests.trade.orders.shopping import GUEST, bought, place, shopper


def test_ten_unpaid_orders_are_enough_until_one_is_paid_or_over(town: Town) -> None:
    alice, cup = shopper(town.alice), town.variant(town.cup).public_id
    for _number in range(settings.UNPAID_ORDERS_AT_ONCE):
        place(alice, {cup: 1})
    with pytest.raises(TooManyUnpaid):
        place(alice, {cup: 1})
    bought(shopper(town.bob), {cup: 1}, phone="13900001111")
    with clock.at(clock.now() + timedelta(days=1)):
        place(alice, {cup: 1})


def test_a_guest_is_known_by_the_mail(town: Town) -> None:
    cup = town.variant(town.cup).public_id
    for _number in range(settings.UNPAID_ORDERS_AT_ONCE):
        place(GUEST, {cup: 1}, email="guest@example.com")
    with pytest.raises(TooManyUnpaid):
        place(GUEST, {cup: 1}, email="guest@example.com")
    place(GUEST, {cup: 1}, email="another@example.com")
