"""Roles in the market are granted, changed and withdrawn; somebody always keeps the keys."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from regulars.ground.kit import clock
from regulars.ground.kit.actors import SYSTEM
from regulars.ground.kit.refusals import NotAllowed, NotFound
from regulars.people.accounts import actions as accounts
from regulars.people.accounts.models import MarketRole, Person
from regulars.people.accounts.queries import market_roles, operator, people_by_key, people_count
from regulars.people.merchants.actions import suspend
from regulars.people.merchants.queries import store_totals, stores_for_console, suspensions_of
from tests.town import Town


def test_a_withdrawn_role_is_kept_as_history(town: Town) -> None:
    olga = operator(town.olga.pk)
    accounts.withdraw_market_role(by=olga, person=town.oscar)
    with pytest.raises(NotFound):
        operator(town.oscar.pk)
    assert MarketRole.objects.get(person=town.oscar).ended_at is not None
    assert [role.person for role in market_roles()] == [town.olga]
    with pytest.raises(NotFound):
        accounts.withdraw_market_role(by=olga, person=town.oscar)


def test_the_last_who_can_grant_stays(town: Town) -> None:
    olga = operator(town.olga.pk)
    with pytest.raises(accounts.LastKeeper):
        accounts.withdraw_market_role(by=olga, person=town.olga)
    with pytest.raises(NotAllowed):
        accounts.withdraw_market_role(by=operator(town.oscar.pk), person=town.olga)
    accounts.grant_market_role(by=olga, person=town.bob)
    accounts.withdraw_market_role(by=olga, person=town.olga)
    assert operator(town.bob.pk).may("market.merchants")


def test_people_are_found_by_key_and_counted(town: Town) -> None:
    assert people_by_key([town.alice.pk, None, 0]) == {town.alice.pk: town.alice}
    assert people_count() == 7


def test_stores_are_found_by_words_and_state(town: Town) -> None:
    suspend(by=operator(town.olga.pk), store=town.clay, reason="Late.")
    assert store_totals() == {"open": 1, "suspended": 1, "closed": 0}
    assert [row.pk for row in stores_for_console("purple")] == [town.clay.pk]
    assert [row.pk for row in stores_for_console("量身", "open")] == [town.cashmere.pk]
    assert [row.pk for row in stores_for_console(state="suspended")] == [town.clay.pk]
    assert suspensions_of(town.clay).get().reason == "Late."


def test_the_last_who_can_grant_cannot_be_narrowed_either(town: Town) -> None:
    olga = operator(town.olga.pk)
    for rights in ([], ["market.read"], ["market.money", "market.orders"]):
        with pytest.raises(accounts.LastKeeper):
            accounts.grant_market_role(by=olga, person=town.olga, rights=rights)
    assert operator(town.olga.pk).may("market.merchants")
    accounts.grant_market_role(by=olga, person=town.oscar, rights=["market.merchants"])
    accounts.grant_market_role(by=olga, person=town.olga, rights=["market.read"])
    assert not operator(town.olga.pk).may("market.merchants")


def test_who_cannot_log_in_keeps_no_keys(town: Town) -> None:
    olga = operator(town.olga.pk)
    accounts.grant_market_role(by=olga, person=town.bob)
    Person.objects.filter(pk=town.bob.pk).update(closed_at=clock.now())
    with pytest.raises(accounts.LastKeeper):
        accounts.withdraw_market_role(by=olga, person=town.olga)
    accounts.withdraw_market_role(by=olga, person=town.bob)


@pytest.mark.django_db(transaction=True)
def test_two_who_shut_each_other_out_at_once_leave_one(real_town: Town) -> None:
    accounts.grant_market_role(by=SYSTEM, person=real_town.bob)
    pairs = [(real_town.olga, real_town.bob), (real_town.bob, real_town.olga)]
    together = Barrier(2)

    def shut_out(pair: tuple[Person, Person]) -> str:
        by = operator(pair[0].pk)
        together.wait()
        try:
            accounts.withdraw_market_role(by=by, person=pair[1])
        except accounts.LastKeeper:
            return "last"
        finally:
            connection.close()
        return "out"

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(shut_out, pairs)) == ["last", "out"]
    assert sum("market.merchants" in role.rights for role in market_roles()) == 1
