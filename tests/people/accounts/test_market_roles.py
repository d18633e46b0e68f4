"""Roles in the market are granted, changed and withdrawn; somebody always keeps the keys."""

from __future__ import annotations

import pytest

from regulars.ground.kit.refusals import NotAllowed, NotFound
from regulars.people.accounts import actions as accounts
from regulars.people.accounts.models import MarketRole
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
