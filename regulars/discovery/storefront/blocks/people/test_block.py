"""One place on Mei's page says other words to each kind of person."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from regulars.ground.kit import clock
from regulars.ground.kit.actors import SYSTEM
from regulars.loyalty.customers.actions import follow, record_purchase
from tests.blocks import drawn, filled, scene
from tests.loyalty.members.club import opened
from tests.town import Town, shopper

FACES = [
    {"who": who, "title": {"en": f"To a {who}"}, "text": {"en": "Come in"}}
    for who in ("stranger", "follower", "buyer", "lapsed")
]


def said(town: Town, person: Any = None, faces: list[dict[str, Any]] | None = None) -> str:
    at = scene("store", store=town.clay.pk, person=person.pk if person else None)
    found = filled("people", {"faces": FACES if faces is None else faces}, at)
    return str(found["title"]) if found else ""


def bought(town: Town, days_ago: int) -> None:
    at = clock.now() - timedelta(days=days_ago)
    record_purchase(
        by=SYSTEM, store_id=town.clay.pk, person_id=town.alice.pk, amount_minor=4500, currency="CNY", at=at
    )


def test_strangers_followers_buyers_and_those_who_went_away(town: Town) -> None:
    assert said(town) == said(town, town.alice) == "To a stranger"
    follow(by=shopper(town.alice), store=town.clay)
    assert said(town, town.alice) == "To a follower"
    bought(town, 900)
    assert said(town, town.alice) == "To a lapsed"
    bought(town, 1)
    assert said(town, town.alice) == "To a buyer"
    assert said(town, town.bob) == "To a stranger"


def test_who_has_no_words_of_their_own_reads_the_next_closest(town: Town) -> None:
    follow(by=shopper(town.alice), store=town.clay)
    bought(town, 1)
    assert said(town, town.alice, FACES[:2]) == "To a follower"
    assert said(town, town.alice, FACES[3:]) == ""


def test_members_by_tier(town: Town) -> None:
    from regulars.trade.orders.actions import join_programme

    opened(town)
    join_programme(by=shopper(town.alice), store=town.clay)
    first = {"who": "member", "tier": 1, "title": {"en": "Dear member"}}
    second = {"who": "member", "tier": 2, "title": {"en": "Dear friend"}}
    assert said(town, town.alice, [second, first, *FACES]) == "Dear member"
    assert said(town, town.alice, [second]) == ""


def test_on_the_markets_pages_following_some_store_is_enough(town: Town) -> None:
    follow(by=shopper(town.alice), store=town.cashmere)
    found = filled("people", {"faces": FACES}, scene(person=town.alice.pk))
    assert found is not None
    assert found["title"] == "To a follower"


def test_products_of_other_stores_stay_away(town: Town) -> None:
    faces = [FACES[0] | {"products": [town.cup.public_id, town.sweater.public_id]}]
    shown = drawn("people", {"faces": faces}, scene("store", store=town.clay.pk))
    assert town.cup.public_id in shown
    assert town.sweater.public_id not in shown
