"""Drops, presales, draws and service plans before they are published: judged at what the buyer pays, stopped alike."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from regulars.goods.catalog.models import Variant
from regulars.ground.kit import clock
from regulars.ground.kit.ids import new_id
from regulars.trade.drops import actions as drops
from regulars.trade.guard.actions import recheck
from regulars.trade.guard.models import Danger, Override
from regulars.trade.guard.queries import Check, check_offer, check_plan, check_store
from regulars.trade.offers import actions as offers
from regulars.trade.offers.hooks import Planned
from regulars.trade.offers.queries import planned_of
from regulars.trade.orders.queries import quote
from regulars.trade.orders.rules import Grant
from regulars.trade.services import actions as services
from tests.loyalty.members.club import opened
from tests.town import Town
from tests.trade.draws.drawing import cups, lottery, points, trial
from tests.trade.drops.dropping import HOUR, announced, fields
from tests.trade.orders.shopping import off, offer, shopper
from tests.trade.presales.preselling import DAY, drafted, running
from tests.trade.services.caring import BRIGHT

FAR = timedelta(days=60)


@pytest.fixture(autouse=True)
def _plain_static(settings: Any) -> None:
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }


@pytest.fixture
def priced(town: Town) -> Town:
    """The town in which Mei knows her costs: 150.00 for a pot, 20.00 for a cup."""
    Variant.objects.of(town.clay).filter(product=town.teapot).update(cost_minor=15_000)
    Variant.objects.of(town.clay).filter(product=town.cup).update(cost_minor=2_000)
    return town


def plan(town: Town) -> Planned:
    """The one thing Mei has planned."""
    (one,) = planned_of(town.clay, clock.now() - FAR, clock.now() + FAR)
    return one


def checked(town: Town) -> Check:
    found = check_plan(town.clay, plan(town))
    assert found.proven
    return found


def kept(minor: int) -> int:
    """After 5 % commission."""
    return minor - (minor * 5 + 50) // 100


def test_a_member_price_comes_off_the_price_of_the_drop(priced: Town) -> None:
    """A pot at 162.00 instead of 280.00, and a tenth off everything: 145.80, not the better of the two prices."""
    town, by = priced, priced.mei_at_work()
    offer(
        by,
        town.clay,
        "item-price",
        {"tiers": [{"percent_bp": 1_000}]},
        title="A tenth off",
        ends_at=clock.now() + FAR,
    )
    pot = town.variant(town.teapot)
    drops.plan_drop(
        by=by, store=town.clay, fields=fields(town, variant=pot.public_id, price_minor=16_200, units=4)
    )
    found = checked(town)
    told = next(one for one in found.bad if one.planned)
    assert (told.variant, told.pieces) == (pot, 4)
    promise = Grant("drop", "tkt_1", pot.public_id, 1, unit_minor=16_200)
    paid = quote(by=shopper(town.alice), currency="CNY", lines={}, grants=[promise]).stores[0].goods_minor
    assert told.ladder.shopper_minor == paid == 14_580
    assert told.ladder.left_minor == kept(14_580)
    assert told.all_minor == 4 * (15_000 - kept(14_580))


def test_the_swelling_of_a_deposit_competes_and_what_reaches_a_threshold_counts(priced: Town) -> None:
    """Balances are paid in five days. 200 - 20 = 180 reaches "30 off 180"; what ends before does not meet it."""
    town, by = priced, priced.mei_at_work()
    cut = off(3_000, 18_000) | {"scope": {"by": "product", "ids": [town.teapot.public_id]}}
    offer(by, town.clay, "spend-and-save", cut, title="Before", ends_at=clock.now() + 4 * DAY)
    row = drafted(town, per_person=1)
    assert not checked(town).bad
    offer(by, town.clay, "spend-and-save", cut, title="Meanwhile", ends_at=clock.now() + 6 * DAY)
    (told,) = checked(town).bad
    assert told.ladder.shopper_minor == 15_000
    assert told.ladder.left_minor == kept(15_000)
    assert told.at == row.balance_from
    assert [rung.title for rung in told.ladder.rungs] == ["Winter firing", "Meanwhile"]


def test_a_running_presale_makes_a_new_coupon_dangerous(priced: Town) -> None:
    town, by = priced, priced.mei_at_work()
    running(town)
    draft = offers.create_offer(
        by=by, store=town.clay, kind="product-coupon", title="Thirty off", claimable=True,
        terms=off(3_000) | {"scope": {"by": "product", "ids": [town.teapot.public_id]}},
        starts_at=clock.now(), ends_at=clock.now() + 30 * DAY,
    )  # fmt: skip
    bad = check_offer(town.clay, draft).bad
    assert [(one.planned.kind if one.planned else "", one.ladder.shopper_minor) for one in bad] == [
        ("presale", 15_000)
    ]


def test_a_piece_of_a_drop_in_the_basket_can_hurt_the_goods_beside_it(priced: Town) -> None:
    """120.00 off 300.00 on a pot: beside one cup of 45.00 a cost of 163.00 comes in, beside one at 20.00 it does not."""
    town, by = priced, priced.mei_at_work()
    Variant.objects.of(town.clay).filter(product=town.teapot).update(cost_minor=16_300)
    Variant.objects.of(town.clay).filter(product=town.cup).update(cost_minor=100)
    offer(
        by, town.clay, "spend-and-save", off(12_000, 30_000), title="120 off 300", ends_at=clock.now() + FAR
    )
    drops.plan_drop(by=by, store=town.clay, fields=fields(town, price_minor=2_000))
    told = next(one for one in checked(town).bad if one.planned is None)
    assert told.variant == town.variant(town.teapot)
    assert told.beside_variant == town.variant(town.cup)
    assert told.ladder.shopper_minor == 28_000 - 11_200


def test_what_is_given_away_says_what_it_costs(priced: Town) -> None:
    lottery(priced, cups(priced, 3), publish=False)
    (told,) = checked(priced).bad
    assert (told.ladder.left_minor, told.all_minor) == (0, 6_000)
    recheck(priced.clay)
    assert not Danger.objects.of(priced.clay).exists()


def test_points_are_a_debt_that_costs_when_they_are_promised_not_when_they_pay(priced: Town) -> None:
    """Half of a pot may be paid with points, which is less than it costs; two prizes of 500 points are 10.00."""
    opened(priced, most_share_bp=5_000)
    assert not check_store(priced.clay).told
    lottery(priced, points(2, 500), publish=False)
    found = checked(priced)
    assert (found.bad, found.gives_minor, found.stops) == ((), 1_000, True)


def test_a_service_costs_what_all_its_claims_cost(priced: Town) -> None:
    """36.00 for three claims of 11.00: with the commission 1.20 too little is left, with claims of 10.00 enough."""
    town, by = priced, priced.mei_at_work()
    for cost, bad in ((1_000, 0), (1_200, 1)):
        values = BRIGHT | {"claim_cost_minor": cost}
        made = services.make_plan(by=by, store=town.clay, values=values)
        found = check_plan(town.clay, next(one for one in every_plan(town) if one.ref == made.public_id))
        assert len(found.bad) == bad
    (told,) = found.bad
    assert (told.ladder.left_minor, told.ladder.floor_minor) == (kept(3_600), 3_600)
    assert told.variant in (town.variant(town.teapot), town.variant(town.cup))


def every_plan(town: Town) -> list[Planned]:
    return planned_of(town.clay, clock.now() - FAR, clock.now() + FAR)


def a_drop(town: Town) -> None:
    drops.plan_drop(by=town.mei_at_work(), store=town.clay, fields=fields(town, price_minor=1_000))


def a_presale(town: Town) -> None:
    Variant.objects.of(town.clay).filter(product=town.teapot).update(cost_minor=18_000)
    drafted(town)


def a_lottery(town: Town) -> None:
    lottery(town, cups(town, 2), publish=False)


def a_trial(town: Town) -> None:
    trial(town, publish=False)


def a_service(town: Town) -> None:
    values = BRIGHT | {"claim_cost_minor": 2_000}
    services.make_plan(by=town.mei_at_work(), store=town.clay, values=values)


PRESS: dict[str, tuple[Callable[[Town], None], str, str]] = {
    "drop": (a_drop, "desk_drop", "do"), "presale": (a_presale, "desk_presale", "do"),
    "lottery": (a_lottery, "desk_lottery", "do"), "trial": (a_trial, "desk_trial", "do"),
    "service": (a_service, "desk_service", "state"),
}  # fmt: skip


def test_publishing_under_cost_is_stopped_until_a_reason_is_on_record(priced: Town) -> None:
    town, mei = priced, Client()
    mei.force_login(town.mei)

    def sent(path: str, **body: Any) -> Any:
        return mei.post(path, {"idempotency_key": new_id("key")} | body)

    def state(ref: str) -> str:
        return next(one.state for one in every_plan(town) if one.ref == ref)

    for kind, (make, route, word) in PRESS.items():
        make(town)
        ref = next(one.ref for one in every_plan(town) if one.kind == kind)
        page = reverse(route, args=[town.clay.public_id, ref])
        held = sent(reverse(f"{route}_{word}", args=[town.clay.public_id, ref]), **{word: "publish"})
        assert held["Location"] == reverse("desk_plan_check", args=[town.clay.public_id, ref])
        assert state(ref) == "draft"
        shown = mei.get(held["Location"]).content.decode()
        assert "can fall under" in shown
        assert "Publish all the same" in shown
        assert sent(held["Location"], do="publish", reason=" ").status_code == 422
        assert sent(held["Location"], do="publish", reason=f"A {kind} for newcomers")["Location"] == page
        assert state(ref) in ("scheduled", "running")
        record = Override.objects.get(store=town.clay, offer_ref=ref)
        assert record.by_id == town.mei.pk
        assert any(one["sold_by"] == ref for one in record.found)
        for place in (page, reverse("desk_guard", args=[town.clay.public_id])):
            assert f"A {kind} for newcomers" in mei.get(place).content.decode()


def test_another_version_of_a_sold_plan_is_judged_like_the_first(priced: Town) -> None:
    town, by, mei = priced, priced.mei_at_work(), Client()
    mei.force_login(town.mei)
    sold = services.make_plan(by=by, store=town.clay, values=BRIGHT | {"claim_cost_minor": 1_000})
    services.publish_plan(by=by, store=town.clay, plan=sold.public_id)
    path = reverse("desk_service_change", args=[town.clay.public_id, sold.public_id])
    typed = {
        "title": "Keep it bright", "covered": "Tea stains", "goods": "all", "price_by": "fixed", "price": "36.00",
        "days": 180, "claims": 3, "claim_cost": "10.00", "gap_days": 10, "starts": "delivery", "ways": ["send-in"],
        "answer_days": 2, "fulfil_days": 10,
    }  # fmt: skip

    def sent(**changes: Any) -> Any:
        return mei.post(path, typed | {"idempotency_key": new_id("key")} | changes)

    def version() -> int:
        sold.refresh_from_db()
        return int(sold.version)

    assert (sent(covered="Tea stains and limescale").status_code, version()) == (303, 2)
    # A dearer claim, more claims, a lower price, other goods: each is a price of its own.
    for change in (
        {"claim_cost": "12.00"},
        {"claims": 4},
        {"price": "20.00"},
        {"price": "20.00", "reason": " "},
    ):
        held = sent(**change)
        page = held.content.decode()
        assert (held.status_code, version()) == (422, 2)
        assert "This version can fall under its cost" in page
        assert "Keep it bright" in page
    assert not Override.objects.exists()
    assert (sent(price="20.00", reason="Newcomers").status_code, version()) == (303, 3)
    record = Override.objects.get(store=town.clay, offer_ref=sold.public_id)
    assert (record.reason, record.by_id) == ("Newcomers", town.mei.pk)
    assert any(one["sold_by"] == sold.public_id for one in record.found)
    # What is sold stays as it is: nothing is asked again for other words.
    assert (sent(price="20.00", title="Bright for long").status_code, version()) == (303, 4)
    assert (sent(price="45.00").status_code, version()) == (303, 5)
    assert Override.objects.count() == 1


def test_what_leaves_enough_is_published_at_once_and_nothing_is_on_record(priced: Town) -> None:
    town = priced
    mei = Client()
    mei.force_login(town.mei)
    row = drops.plan_drop(by=town.mei_at_work(), store=town.clay, fields=fields(town, price_minor=4_000))
    where = reverse("desk_drop_do", args=[town.clay.public_id, row.public_id])
    mei.post(where, {"do": "publish", "idempotency_key": new_id("key")})
    assert plan(town).state == "scheduled"
    assert not Override.objects.exists()


def test_what_is_sold_so_is_looked_at_again_when_a_cost_rises(priced: Town) -> None:
    """A drop at 40.00 was fine at a cost of 20.00; at 39.00 it is not, while the shelf at 45.00 still is."""
    town = priced
    row = announced(town, price_minor=4_000)
    recheck(town.clay)
    assert not Danger.objects.of(town.clay).exists()
    Variant.objects.of(town.clay).filter(product=town.cup).update(cost_minor=3_900)
    recheck(town.clay)
    (danger,) = Danger.objects.of(town.clay).filter(gone_at=None)
    assert danger.sold_by == row.public_id
    with clock.at(row.ends_at + HOUR):
        recheck(town.clay)
    assert not Danger.objects.of(town.clay).filter(gone_at=None).exists()
