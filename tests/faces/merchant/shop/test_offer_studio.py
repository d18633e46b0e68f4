"""Mei starts from a recipe, reads why, tries the draft as a person, asks what it costs and what it brought."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from regulars.faces.merchant.shop.offers.recipes import RECIPES, nice_up, share_of
from regulars.ground.kit import clock
from regulars.trade.offers import actions as offers
from regulars.trade.offers.models import Offer
from regulars.trade.offers.queries.holdout import goes_without
from regulars.trade.orders.actions import foretelling
from regulars.trade.orders.models import Forecast
from regulars.trade.orders.queries import foreseeing
from tests.faces.merchant.shop.test_offers import GOOD, WHEN, form
from tests.loyalty.members.club import opened
from tests.town import Town
from tests.trade.orders.shopping import bought, off, offer, shopper
from tests.trade.orders.test_foresight import MONTHS

Work = Callable[[Any], Any]


@pytest.fixture
def place(town: Town) -> str:
    """Address of Mei's offers."""
    return f"/desk/{town.clay.public_id}/offers/"


def text(answer: Any) -> str:
    return unescape(answer.content.decode())


@pytest.mark.parametrize(
    ("minor", "up"),
    [(13400, 15000), (48000, 50000), (62000, 70000), (8800, 9000), (123400, 150000), (15000, 20000)],
)
def test_round_sums_lie_just_above(minor: int, up: int) -> None:
    assert nice_up(minor, "CNY") == up
    assert share_of(minor, 10, "CNY") % 100 == 0
    assert nice_up(minor // 100, "JPY") == up // 100


@pytest.mark.parametrize("key", RECIPES)
def test_every_recipe_fills_a_form_that_can_be_saved_as_it_is(
    town: Town, at_work: Work, place: str, key: str
) -> None:
    """What a recipe proposes, for a store with a past and one without, needs no change but what only Mei knows."""
    opened(town)
    desk, recipe = at_work(town.mei), RECIPES[key]
    page = text(desk.get(f"{place}new/{recipe.plan}/?recipe={key}"))
    assert "Why these values" in page
    assert "a guess" in page
    given = _typed(page) | ({"word": "HELLO"} if recipe.plan == "code" else {})
    answer = desk.send(f"{place}new/{recipe.plan}/", given | {"do": "draft"})
    assert answer.status_code == 303, text(answer)
    assert Offer.objects.get().title


def _typed(page: str) -> dict[str, Any]:
    """What a browser would send of the page's offer form."""
    import re

    body = page.split('id="offer-form"')[1].split("</form>")[0]
    found: dict[str, Any] = {}
    for tag in re.findall(r"<input[^>]*>", body):
        parts = dict(re.findall(r'(\w+)="([^"]*)"', tag))
        kind, name = parts.get("type", "text"), parts.get("name", "")
        if kind in ("checkbox", "radio"):
            if "checked" in tag:
                found.setdefault(name, [] if kind == "checkbox" else "")
                found[name] = [*found[name], parts["value"]] if kind == "checkbox" else parts["value"]
        elif name not in ("csrfmiddlewaretoken", "idempotency_key", ""):
            found[name] = parts.get("value", "")
    return found


def test_a_recipe_reads_the_stores_own_past(db: None, at_work: Work) -> None:
    town = MONTHS.get()
    place = f"/desk/{town.clay.public_id}/offers/"
    page = text(at_work(town.mei).get(f"{place}new/save/?recipe=round-sum"))
    assert "Half of your orders are below CN¥180.00. CN¥200.00 is the next round sum above" in page
    assert 'value="200.00"' in page
    assert "a guess" not in page


def test_the_kinds_teach_with_the_stores_own_goods_and_one_question_each(
    town: Town, at_work: Work, place: str
) -> None:
    desk = at_work(town.mei)
    desk.get(f"{place}new/")
    with CaptureQueriesContext(connection) as asked:
        page = text(desk.get(f"{place}new/"))
    assert "Win back who stayed away" in page
    assert "Tasting cup × " in page
    assert "When not" in page
    assert len(asked) <= 18


@pytest.mark.parametrize(
    ("change", "kept"),
    [
        ({"scope": "categories"}, "Tick at least one category."),
        ({"scope": "variants", "skus": "CUP-1 NOPE"}, "no variant with the number NOPE"),
        ({"scope": "variants", "skus": ""}, "Write the numbers of the variants"),
        ({"holdout": "80"}, "Write a whole number from 0 to 50"),
    ],
)
def test_faults_in_the_new_fields_stand_at_them(
    town: Town, at_work: Work, place: str, change: dict[str, Any], kept: str
) -> None:
    answer = at_work(town.mei).send(f"{place}new/coupon/", form(town, "coupon", title_zh="满减") | change)
    assert answer.status_code == 422
    assert kept in text(answer)
    assert 'value="满减"' in text(answer)


def test_every_condition_a_store_may_set_comes_through_the_form_and_back(
    town: Town, at_work: Work, place: str
) -> None:
    desk = at_work(town.mei)
    cup = town.variant(town.cup)
    sent = form(
        town, "coupon", scope="variants", skus=cup.sku, without_products=[town.teapot.public_id], not_with=["cross"],
        weekdays=["2", "5"], dates="2026-12-12", only_new="on", holdout="10", how="percent", percent="12.5", most="30",
        hour_from="14:00", hour_until="00:00",
    )  # fmt: skip
    own = desk.send(f"{place}new/coupon/", sent)["Location"]
    made = Offer.objects.get()
    assert made.terms == {
        "tiers": [{"threshold_minor": 20000, "percent_bp": 1250}], "cap_minor": 3000, "only_new": True,
        "claim_days": 14, "holdout": 10, "weekdays": [2, 5], "dates": ["2026-12-12"], "not_with": ["cross"],
        "hours": [840, 1440],
        "scope": {"by": "variant", "ids": [cup.public_id], "without_products": [town.teapot.public_id]},
    }  # fmt: skip
    page = text(desk.get(own))
    assert "Only for exactly: Tasting cup (1)." in page
    assert "Not for: Plum Branch teapot." in page
    assert "10% of its people go without it" in page
    assert "Only from 2:00\u00a0PM to 12:00\u00a0AM" in page
    half = desk.send(own, _typed(page) | {"skus": cup.sku, "hour_until": ""})
    assert (half.status_code, "Fill in both hours" in text(half)) == (422, True)
    again = _typed(page)
    assert desk.send(own, again | {"skus": cup.sku}).status_code == 303
    was = made.terms
    made.refresh_from_db()
    assert made.terms == was


def test_steps_can_be_percentages_and_categories_brands_limit_them(
    town: Town, at_work: Work, place: str
) -> None:
    steps = WHEN | {
        "title": "Steps",
        "how_steps": "percent",
        "from_1": "100",
        "off_1": "5",
        "from_2": "300",
        "off_2": "8",
    }
    more = {"scope": "categories", "categories": [town.teapots.public_id], "most": "50"}
    answer = at_work(town.mei).send(f"{place}new/save/", steps | more)
    assert answer.status_code == 303
    made = Offer.objects.get()
    assert made.terms["tiers"][1] == {"threshold_minor": 30000, "percent_bp": 800}
    assert made.terms["scope"] == {"by": "category", "ids": [town.teapots.public_id]}
    assert made.terms["cap_minor"] == 5000


def test_a_draft_is_tried_as_a_person_with_and_without_it(town: Town, at_work: Work, place: str) -> None:
    desk = at_work(town.mei)
    own = desk.send(f"{place}new/save/", GOOD["save"])["Location"]
    cup = town.variant(town.cup).public_id
    page = text(desk.get(f"{own}try/?who=new&v1={cup}&n1=7&at=2026-06-01T12:00"))
    assert "This person pays CN¥40.00 less with it." in page
    assert "CN¥315.00" in page
    assert "CN¥275.00" in page
    less = text(desk.get(f"{own}try/?who=regular&v1={cup}&n1=2&at=2026-06-01T12:00"))
    assert "It changes nothing here" in less
    assert "CN¥10.00 are missing." in less


def test_a_real_customer_is_tried_by_name_and_strangers_are_not_there(
    town: Town, at_work: Work, place: str
) -> None:
    bought(shopper(town.alice), {town.variant(town.cup).public_id: 1})
    made = offer(town.mei_at_work(), town.clay, "store-coupon", off(500) | {"only_new": True}, claimable=True)
    alice = town.clay.relations.get(person=town.alice).public_id
    own = f"{place}{made.public_id}/try/"
    page = text(at_work(town.mei).get(f"{own}?who=c:{alice}&v1={town.variant(town.cup).public_id}&n1=1"))
    assert "is for a first order only" in page
    bought(shopper(town.bob), {town.variant(town.sweater).public_id: 1})
    theirs = town.cashmere.relations.get(person=town.bob).public_id
    assert at_work(town.mei).get(f"{own}?who=c:{theirs}").status_code == 404


@pytest.mark.parametrize(
    "query", ["?who=tier:9", "?who=odd&v1=x&n1=x&at=x", "?at=9999-12-31T00:00", "?v1=&v2=&v3="]
)
def test_any_question_is_answered(town: Town, at_work: Work, place: str, query: str) -> None:
    made = offer(town.mei_at_work(), town.clay, "spend-and-save", off(500))
    assert at_work(town.mei).get(f"{place}{made.public_id}/try/{query}").status_code == 200


def test_mei_waits_for_the_forecast_with_a_bar_and_it_is_kept_until_the_terms_change(
    db: None, at_work: Work, monkeypatch: pytest.MonkeyPatch
) -> None:
    town = MONTHS.get()
    now = clock.now()
    mei = town.mei_at_work()
    made = offers.create_offer(
        by=mei, store=town.clay, kind="spend-and-save", title="Autumn", terms=off(1000, 15000), starts_at=now,
        ends_at=now + timedelta(days=14),
    )  # fmt: skip
    desk, own = at_work(town.mei), f"/desk/{town.clay.public_id}/offers/{made.public_id}/forecast/"
    first = text(desk.get(own))
    assert 'hx-trigger="load, submit"' in first
    assert "Work it out" in first
    desk.send(own, {})
    waiting = text(desk.get(own))
    assert "It waits for its turn" in waiting
    assert 'http-equiv="refresh"' in waiting
    desk.send(own, {})
    asked = DBTaskResult.objects.get(status=TaskResultStatus.READY)
    heard: list[str] = []
    monkeypatch.setattr(foreseeing, "AT_ONCE", 12)
    monkeypatch.setattr(
        foreseeing, "_loaded", _looking(foreseeing._loaded, lambda: text(desk.get(own)), heard)
    )
    asked.task.call(*asked.args_kwargs["args"])
    assert ["0 of 28" in heard[0], "12 of 28" in heard[1], "24 of 28" in heard[2]] == [True] * 3
    page = text(desk.get(own))
    assert "<strong>14</strong>" in page
    assert "CN¥140.00" in page
    assert "Your 28 paid orders of the last 4 weeks" in page
    assert "who comes only because of the offer" in page
    assert "Nearly every order would have used it" in page
    assert "Work it out again" in page
    offers.change_offer(by=mei, store=town.clay, offer=made.public_id, title="Autumn days")
    assert "<strong>14</strong>" in text(desk.get(own))
    offers.change_offer(by=mei, store=town.clay, offer=made.public_id, terms=off(900, 15000))
    assert "<strong>14</strong>" not in text(desk.get(own))


def _looking(load: Any, look: Any, heard: list[str]) -> Any:
    """What loads orders, with a look at the page before each."""
    return lambda keys: (heard.append(look()), load(keys))[1]


def test_a_forecast_that_broke_or_came_too_late_says_so_and_can_be_asked_again(
    town: Town, at_work: Work, place: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = offer(town.mei_at_work(), town.clay, "spend-and-save", off(500))
    desk, own = at_work(town.mei), f"{place}{made.public_id}/forecast/"
    desk.send(own, {})
    with monkeypatch.context() as broken:
        broken.setattr(foretelling, "plan_from", lambda offer: 1 // 0)
        with pytest.raises(ZeroDivisionError):
            _work_out()
    assert "could not be worked out" in text(desk.get(own))
    desk.send(own, {})
    with clock.shift(foretelling.PATIENCE * 2):
        desk.send(own, {})
        assert DBTaskResult.objects.count() == 3
    _work_out()
    assert "too few to say anything" in text(desk.get(own))


def test_a_forecast_is_made_once_for_the_same_day_costs_and_terms(
    town: Town, at_work: Work, place: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = offer(town.mei_at_work(), town.clay, "spend-and-save", off(500))
    desk, own = at_work(town.mei), f"{place}{made.public_id}/forecast/"

    def asked(many: int, word: str = "") -> None:
        desk.send(own, {})
        assert DBTaskResult.objects.count() == many
        assert word in text(desk.get(own))

    asked(1)
    asked(1, "It is being worked out already")
    _work_out()
    asked(1, "Nothing has changed since it was worked out")
    town.cup.variants.update(cost_minor=1_700)
    asked(2)
    # Other terms in the middle: the one under way stops, and its answer is never shown.
    monkeypatch.setattr(foreseeing, "FEWEST_ORDERS", 0)
    bought(shopper(town.alice), {town.variant(town.teapot).public_id: 1})
    load, first = foreseeing._chosen, DBTaskResult.objects.latest("enqueued_at")

    def meanwhile(*given: Any) -> Any:
        Offer.objects.filter(pk=made.pk).update(terms=made.terms | {"tiers": []})
        Forecast.objects.update(terms_key="other")
        return load(*given)

    monkeypatch.setattr(foreseeing, "_chosen", meanwhile)
    first.task.call(*first.args_kwargs["args"])
    row = Forecast.objects.get()
    assert (row.done_at, row.answer, row.done) == (None, None, 0)
    with clock.shift(timedelta(days=1)):
        asked(3)


def _work_out() -> None:
    """The worker takes the newest question."""
    asked = DBTaskResult.objects.latest("enqueued_at")
    asked.task.call(*asked.args_kwargs["args"])


def test_results_say_plainly_what_can_be_known(town: Town, at_work: Work, place: str) -> None:
    mei, desk = town.mei_at_work(), at_work(town.mei)
    public = offer(mei, town.clay, "spend-and-save", off(500))
    held = offer(mei, town.clay, "store-coupon", off(500) | {"holdout": 20}, claimable=True)
    assert "Only before and after is known" in text(desk.get(f"{place}{public.public_id}/results/"))
    assert "Too early" in text(desk.get(f"{place}{held.public_id}/results/"))
    draft = desk.send(f"{place}new/coupon/", form(town, "coupon"))["Location"]
    assert desk.get(f"{draft}results/").status_code == 404


def test_pages_of_an_offer_are_for_its_own_store(town: Town, at_work: Work, place: str) -> None:
    made = offer(town.mei_at_work(), town.clay, "spend-and-save", off(500))
    theirs = f"/desk/{town.cashmere.public_id}/offers/{made.public_id}/"
    for page in ("try", "forecast", "results"):
        assert at_work(town.ravi).get(f"{theirs}{page}/").status_code == 404
        assert at_work(town.lin).get(f"{place}{made.public_id}/{page}/").status_code == 403


def test_a_new_coupon_lets_one_in_ten_go_without_it_and_can_be_switched_off(
    town: Town, at_work: Work, place: str
) -> None:
    desk = at_work(town.mei)
    assert 'name="holdout"' in text(desk.get(f"{place}new/coupon/"))
    assert _typed(text(desk.get(f"{place}new/coupon/")))["holdout"] == "10"
    assert _typed(text(desk.get(f"{place}new/code/")))["holdout"] == ""
    desk.send(f"{place}new/coupon/", form(town, "coupon", holdout=""))
    assert "holdout" not in Offer.objects.get().terms
    assert not goes_without(Offer.objects.get(), town.alice.pk)
