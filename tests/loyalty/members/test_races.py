"""The same points cannot be spent twice, however many orders try at once."""

from __future__ import annotations

import threading

import pytest
from django.db import connection

from regulars.ground.kit.actors import SYSTEM
from regulars.loyalty.members import actions
from regulars.loyalty.members.models import Lot, Member, Movement
from regulars.loyalty.members.rules import TooFewPoints
from regulars.trade.orders import actions as orders
from tests.loyalty.members.club import opened
from tests.town import Town, shopper


@pytest.mark.django_db(transaction=True)
def test_many_spend_at_once_and_nothing_goes_below_zero() -> None:
    town = Town.build()
    opened(town)
    orders.join_programme(by=shopper(town.alice), store=town.clay)
    member = Member.objects.of(town.clay).get()
    for number in (1, 2, 3):
        Lot.objects.create(member=member, ref=f"r{number}", points=10, left=10, at=member.joined_at)
    done: list[bool] = []

    def spend(number: int) -> None:
        try:
            actions.use_points(
                by=SYSTEM,
                store_id=town.clay.pk,
                person_id=town.alice.pk,
                order_ref=f"o{number}",
                amount_minor=4,
            )
            done.append(True)
        except (actions.PointsGone, TooFewPoints):
            done.append(False)
        finally:
            connection.close()

    threads = [threading.Thread(target=spend, args=(number,)) for number in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(done) == 7
    assert sum(Lot.objects.of(town.clay).values_list("left", flat=True)) == 2
    assert Movement.objects.of(town.clay).count() == 7
