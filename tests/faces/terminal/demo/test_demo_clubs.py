"""Mei's programme in the demo town: the cast is in it, those who bought again join, members have something of theirs."""

from __future__ import annotations

import pytest

from regulars.faces.terminal.demo.clubs import fill_clubs, open_clubs
from regulars.faces.terminal.demo.opening import Market
from regulars.faces.terminal.demo.world import Town
from regulars.loyalty.members.models import Member
from regulars.loyalty.members.queries import card_of, programme_of
from regulars.trade.offers.models import Offer
from tests import town as cast
from tests.trade.orders.shopping import bought, completed


@pytest.mark.django_db
def test_mei_has_a_programme_with_people_in_it(demo_town: Town, town: cast.Town) -> None:
    people = {"alice": town.alice.pk, "bob": town.bob.pk, "mei": town.mei.pk}
    market = Market(people=people, stores={"purple-clay-house": town.clay})
    open_clubs(demo_town, market)
    cup = town.variant(town.cup).public_id
    for buyer in (town.olga, town.olga, town.alice):
        by = cast.shopper(buyer)
        completed(by, town.mei_at_work(), town.clay, bought(by, {cup: 1}))
    fill_clubs(demo_town, market)
    joined = Member.objects.of(town.clay).values_list("person_id", flat=True)
    assert set(joined) == {town.alice.pk, town.bob.pk, town.olga.pk}
    running, card = programme_of(town.clay), card_of(town.clay, town.alice.pk)
    assert running is not None
    assert len(running.rules.tiers) == 3
    assert card is not None
    assert card.points == 55
    kinds = {("birthday" in offer.terms, "from_tier" in offer.terms) for offer in Offer.objects.all()}
    assert kinds == {(True, False), (False, True)}
