"""Mei sees what people born in the nineties do in her store and elsewhere, and launches the coupon proposed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from django.test import Client
from django.urls import reverse

from regulars.ground.kit import clock
from regulars.ground.kit.ids import new_id
from regulars.ground.kit.refusals import NotFound
from regulars.ground.lake import journal
from regulars.loyalty.outreach.models import Campaign
from regulars.loyalty.segments.models import Segment
from regulars.oversight.insights.models import Release
from regulars.people.accounts.models import Person
from regulars.trade.offers.actions import claim
from regulars.trade.offers.models import Offer
from tests.oversight.insights.crowd import Crowd
from tests.town import Town, shopper


@pytest.fixture(autouse=True)
def _plain(settings: Any, tmp_path: Path) -> Iterator[None]:
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }
    settings.LAKE_URL = f"file://{tmp_path}/lake"
    yield
    journal.close_all()


@pytest.fixture
def mei(town: Town) -> Client:
    return at_work(town.mei)


def at_work(person: Person) -> Client:
    browser = Client()
    browser.force_login(person)
    return browser


def page(browser: Client, town: Town) -> str:
    answer = browser.get(reverse("desk_cohorts", args=[town.clay.public_id]))
    assert answer.status_code == 200
    return unescape(answer.content.decode())


def use(browser: Client, town: Town, key: str) -> Any:
    fields = {"key": key, "idempotency_key": new_id("key")}
    return browser.post(reverse("desk_cohorts_use", args=[town.clay.public_id]), fields)


def keys(text: str) -> list[str]:
    return re.findall(r'name="key" value="([^"]+)"', text)


def hesitant(town: Town) -> list[Person]:
    """Of 50 people of the nineties at Mei's 20 buy, at four other stores 40 of 50; many say no decade."""
    crowd = Crowd.gathered(town)
    mine = crowd.born(1990, 50)
    crowd.buy(mine[:20], town.clay, "teapots", paid=20_000)
    crowd.look(mine[20:], town.clay, "teapots")
    crowd.buy(crowd.born(None, 30), town.clay, "teapots", paid=30_000)
    for store in crowd.others:
        theirs = crowd.born(1990, 50)
        crowd.buy(theirs[:40] + crowd.born(None, 20), store, "teapots")
        crowd.look(theirs[40:], store, "teapots")
    crowd.published()
    return mine


def test_before_there_is_enough_the_page_says_what_is_missing(town: Town, mei: Client) -> None:
    text = page(mei, town)
    assert "Nothing can be shown yet" in text
    assert "at least 20 of its people" in text
    assert keys(text) == []


def test_mei_launches_the_coupon_proposed_for_the_nineties(town: Town, mei: Client) -> None:
    people = hesitant(town)
    text = page(mei, town)
    assert "1990s" in text
    assert "40% of them bought something; at other stores 80% do (index 50)." in text
    assert "a tenth off from CN¥240.00 on" in text
    (key,) = [key for key in keys(text) if ":discount:" in key]
    answer = use(mei, town, key)
    offer, group = Offer.objects.get(), Segment.objects.of(town.clay).get()
    assert answer["Location"] == reverse("desk_offer", args=[town.clay.public_id, offer.public_id])
    assert group.name == "Born in the 1990s"
    assert group.size == 20
    assert offer.published_at is None
    assert offer.terms == {"tiers": [{"threshold_minor": 24_000, "percent_bp": 1000}]}
    assert "A little something for you" in unescape(mei.get(answer["Location"]).content.decode())
    with pytest.raises(NotFound):
        claim(by=shopper(people[0]), offer=offer.public_id)
    launch = reverse("desk_offer_state", args=[town.clay.public_id, offer.public_id])
    mei.post(launch, {"state": "publish", "idempotency_key": new_id("key")})
    assert claim(by=shopper(people[0]), offer=offer.public_id).person_id == people[0].pk
    with pytest.raises(NotFound):
        claim(by=shopper(town.alice), offer=offer.public_id)


def test_pressing_twice_makes_one_draft(town: Town, mei: Client) -> None:
    hesitant(town)
    (key,) = [key for key in keys(page(mei, town)) if ":discount:" in key]
    assert use(mei, town, key)["Location"] == use(mei, town, key)["Location"]
    assert (Offer.objects.count(), Segment.objects.of(town.clay).count()) == (1, 1)
    text = page(mei, town)
    assert key not in keys(text)
    assert "Open the draft" in text


def test_a_draft_message_speaks_both_languages(town: Town, mei: Client) -> None:
    crowd = Crowd.gathered(town)
    crowd.buy(crowd.born(1990, 40), town.clay, "knitwear")
    crowd.look(crowd.born(1990, 60), town.clay, "teapots")
    crowd.buy(crowd.born(1980, 60), town.clay, "teapots")
    crowd.buy(crowd.born(1980, 20), town.clay, "knitwear")
    crowd.buy(crowd.born(None, 30), town.clay, "knitwear")
    crowd.buy(crowd.born(None, 30), town.clay, "teapots")
    crowd.published()
    (key,) = [key for key in keys(page(mei, town)) if ":1990:topic:" in key]
    answer = use(mei, town, key)
    draft = Campaign.objects.of(town.clay).get()
    assert answer["Location"] == reverse("desk_message", args=[town.clay.public_id, draft.public_id])
    assert draft.due_at is None
    assert draft.subject == "Knitwear: show us yours"
    assert draft.subject_zh == "针织：晒晒您的"
    assert "{name|friend}" in draft.text
    assert "{name|朋友}" in draft.text_zh
    assert draft.segment.name == "Born in the 1990s · Knitwear"
    assert draft.segment.size == 40
    mei.post(
        reverse("desk_message_do", args=[town.clay.public_id, draft.public_id]),
        {"do": "drop", "idempotency_key": new_id("key")},
    )
    assert key in keys(page(mei, town))
    again = use(mei, town, key)
    assert again["Location"] != answer["Location"]


def test_numbers_open_their_people_and_the_table_comes_as_csv(town: Town, mei: Client) -> None:
    hesitant(town)
    text = page(mei, town)
    link = next(
        one for one in re.findall(r'href="([^"]*people/behind/[^"]*)"', text) if "bought" in unquote(one)
    )
    assert "20 people" in unescape(mei.get(link).content.decode())
    answer = mei.get(reverse("desk_figure_csv", args=[town.clay.public_id, "insights.cohorts"]))
    table = b"".join(answer.streaming_content).decode()  # type: ignore[attr-defined]
    assert "0.4,50,bought,,1990,own" in table


def test_the_figure_says_in_words_what_each_decade_did(town: Town, mei: Client) -> None:
    hesitant(town)
    address = reverse("desk_figure", args=[town.clay.public_id, "insights.cohorts"])
    text = re.sub(r"<[^>]+>", " ", unescape(mei.get(address).content.decode()))
    assert re.search(r"1990s · Came to the store\s+50\s", text)
    assert re.search(r"1990s · Bought anything\s+40%", text)
    assert re.search(r"year \d{4} · month \d+", text)


def test_an_old_proposal_is_refused_with_what_to_do(town: Town, mei: Client) -> None:
    hesitant(town)
    (key,) = [key for key in keys(page(mei, town)) if ":discount:" in key]
    with clock.shift(timedelta(days=40)):
        row = Release.objects.of(town.clay).get(month=key[:7])
        newer = clock.now().replace(day=1) - timedelta(days=1)
        Release.objects.create(store=town.clay, month=f"{newer:%Y-%m}", body=row.body)
        answer = use(mei, town, key)
    assert answer["Location"] == reverse("desk_cohorts", args=[town.clay.public_id])
    assert not Offer.objects.exists()


def test_reception_reads_but_drafts_nothing(town: Town) -> None:
    hesitant(town)
    lin = at_work(town.lin)
    text = page(lin, town)
    assert "Drafts are made by staff who may run offers." in text
    assert keys(text) == []
    key = next(iter(keys(page(at_work(town.mei), town))))
    assert use(lin, town, key).status_code == 403
    assert not Offer.objects.exists()


def test_the_page_speaks_chinese(town: Town, mei: Client) -> None:
    hesitant(town)
    mei.cookies["django_language"] = "zh-hans"
    text = page(mei, town)
    assert "他们中有 40% 买了东西；其他店铺是 80%（指数 50）。" in text
    assert "1990 年代出生" in text
    assert "Use this" not in text
