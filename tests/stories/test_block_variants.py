"""Mei writes two openings for her home; the market finds out which of her readers likes which, and she may end it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from regulars.discovery.decisions.actions import flush
from regulars.discovery.decisions.queries import recent_decisions
from regulars.discovery.recommend.actions import switch_faces, train
from regulars.discovery.recommend.queries import Looker
from regulars.discovery.recommend.queries.variants import choose_variant
from regulars.discovery.recommend.rules.variants import spot_of
from regulars.discovery.storefront.queries import page_of
from regulars.ground import lake
from regulars.ground.kit import clock
from regulars.ground.kit.actors import SYSTEM, Actor
from regulars.ground.kit.ids import new_id
from regulars.ground.lake import journal
from regulars.people.accounts.models import Person
from tests.discovery.storefront.building import published, shout
from tests.discovery.storefront.conftest import _speaking  # noqa: F401
from tests.stories.test_merchant_pages import browser, desk, draft, home, press
from tests.town import Town

MANY = 80
FIRE, RAIN = "Out of the fire", "Tea for rain"
CHOICE = re.compile(r'data-block="op" data-kind="test-shout" data-choice="([^"]+)" data-variant="([^"]+)"')


@pytest.fixture
def lake_of_its_own(settings: Any, tmp_path: Path) -> Iterator[None]:
    settings.LAKE_URL = f"file://{tmp_path}/lake"
    settings.REGULARS_HOME = tmp_path
    yield
    journal.close_all()


def opening(**more: Any) -> dict[str, Any]:
    rain = {
        "id": "var_rain",
        "for": {"kind": "any", "of": ""},
        "settings": {"title": {"en": RAIN, "zh-hans": RAIN}},
    }
    return shout("op", FIRE, variants=[rain, *more.pop("variants", [])], **more)


def somebody(name: str) -> Any:
    return Person.objects.create(name=name)


def seen(page: str) -> tuple[str, str]:
    """The decision and the variant of the opening."""
    (found,) = CHOICE.findall(page)
    assert (RAIN in page) == (found[1] == "var_rain")
    assert (FIRE in page) == (found[1] == "base")
    return found


def told(decision: str, at: Any, name: str, person: str) -> dict[str, Any]:
    return {
        "id": new_id("bea"), "at": at, "name": name, "person": person, "visitor": f"vis_{person}",
        "ref": "op:x", "agent": "chrome", "props": {"decision": decision},
    }  # fmt: skip


def _reader(town: Town, spot: str, number: int) -> tuple[str, str, str]:
    """Somebody is shown the opening: every twentieth by opening the page. (person, decision, variant)"""
    if number % 20 == 0:
        person = somebody(f"reader{number}")
        return (person.public_id, *seen(home(browser(person), town)))
    name = f"per_{number:06}"
    picked = choose_variant(
        Looker(person=name),
        spot=spot,
        variants=["base", "var_rain"],
        told=dict,
        store=town.clay.public_id,
    )
    return name, picked.decision, picked.variant


def test_the_market_learns_which_opening_is_for_whom_and_mei_can_end_it(
    town: Town, lake_of_its_own: None
) -> None:
    now, rows = clock.now(), list[dict[str, Any]]()
    with clock.at(now - timedelta(days=1)):
        spot = spot_of(published(town, opening()).page.public_id, "op")
        for number in range(MANY):
            person, decision, variant = _reader(town, spot, number)
            rows.append(told(decision, clock.now(), "impression", person))
            if variant == "var_rain" and number % 3 == 0:
                rows.append(told(decision, clock.now(), "click", person))
    flush()
    lake.append("beacons", rows)
    logged = list(recent_decisions(now - timedelta(days=2), now, spot=spot))
    assert len(logged) == MANY
    assert {one.shown[0].propensity for one in logged} == {0.5}, "nothing is known yet: half and half"
    assert all(one.spot != spot for one in recent_decisions(now - timedelta(days=2), now)), "no list of goods"
    train(by=SYSTEM)
    later = [_reader(town, spot, number)[2] for number in range(MANY, 2 * MANY)]
    assert later.count("var_rain") > 0.7 * MANY
    mei = browser(town.mei)
    page = mei.get(desk(town, "desk_page", "store"), {"block": "op"}).content.decode()
    rain = page[page.index("Variant 1") :]
    clicks = sum(one["name"] == "click" for one in rows)
    assert f">{clicks} (" in rain[: rain.index("</dl>")]
    assert "Show only this one" in page
    press(mei, desk(town, "desk_page_do", "store"), do="fix", block="op", variant="base", version="0")
    press(mei, desk(town, "desk_page_publish", "store"), version=str(draft(town).version), note="enough")
    fixed = home(browser(somebody("last")), town)
    assert FIRE in fixed
    assert RAIN not in fixed
    assert "data-choice" not in fixed


def test_a_variant_for_a_group_stays_for_the_group(town: Town, lake_of_its_own: None) -> None:
    strangers = {
        "id": "var_new",
        "for": {"kind": "stranger", "of": ""},
        "settings": {"title": {"en": "Welcome", "zh-hans": "欢迎"}},
    }
    published(town, opening(variants=[strangers]))
    page = home(Client(), town)
    assert "Welcome" in page
    assert "data-choice" not in page


def test_who_switched_it_off_sees_what_strangers_see_at_that_time(town: Town, lake_of_its_own: None) -> None:
    published(town, opening())
    bob = somebody("off")
    switch_faces(by=Actor("shopper", person_id=bob.pk), on=False)
    found = set()
    for hour in range(8):
        with clock.at(clock.now() + timedelta(hours=hour)):
            variants = {seen(home(who, town))[1] for who in (Client(), Client(), browser(bob))}
            assert len(variants) == 1
            found |= variants
    assert found == {"base", "var_rain"}, "by lot, for all alike"
    flush()
    logged = recent_decisions(
        clock.now() - timedelta(1), clock.now() + timedelta(1), spot=spot_of(draft_page(town), "op")
    )
    assert all(one.person is None and one.visitor is None for one in logged)


def draft_page(town: Town) -> str:
    page = page_of(town.clay, "store")
    assert page is not None
    return str(page.public_id)
