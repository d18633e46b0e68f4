"""Mei learns what her offers come to together before a shopper does, and who paid for what afterwards."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from regulars.goods.catalog import actions as catalog
from regulars.goods.catalog.models import Variant
from regulars.ground.bus.relay import drain
from regulars.ground.kit import clock
from regulars.ground.kit.ids import new_id
from regulars.people.merchants.models import Store
from regulars.people.merchants.queries import open_stores
from regulars.trade.guard import actions as guard
from regulars.trade.guard.actions import market as market_looks
from regulars.trade.guard.models import Danger, Override
from regulars.trade.guard.queries import check_offer, danger_count
from regulars.trade.guard.queries import shared as shared_looks
from regulars.trade.offers import actions as offers
from regulars.trade.offers.models import Offer
from regulars.trade.offers.rules import replay
from tests.faces.merchant.conftest import Desk
from tests.faces.operator.acting import at_console
from tests.town import Town, operator
from tests.trade.orders.shopping import bought, off, shopper

AtWork = Callable[[Any], Desk]


@pytest.fixture(autouse=True)
def _plain_static(settings: Any) -> None:
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }


@pytest.fixture
def mei(town: Town) -> Desk:
    """Mei at her desk; she knows what her goods cost: 200.00 for the small pot, 20.00 for a cup."""
    for product, cost in ((town.teapot, 20_000), (town.cup, 2_000)):
        for variant in product.variants.all():
            catalog.change_variant(
                by=town.mei_at_work(), store=town.clay, variant_id=variant.public_id, cost_minor=cost
            )
    desk = Desk()
    desk.force_login(town.mei)
    return desk


def drafted(town: Town, kind: str, title: str, off: int, threshold: int = 0, **more: Any) -> Offer:
    """A draft of Mei's, running from now for a week."""
    terms = {"tiers": [{"threshold_minor": threshold, "off_minor": off}]} | more.pop("terms", {})
    now = clock.now()
    given = {"starts_at": now, "ends_at": now + timedelta(days=7)} | more
    return offers.create_offer(
        by=town.mei_at_work(), store=town.clay, kind=kind, title=title, terms=terms, **given
    )


def published(town: Town, *args: Any, **more: Any) -> Offer:
    """The same, published without asking."""
    draft = drafted(town, *args, **more)
    return offers.publish_offer(by=town.mei_at_work(), store=town.clay, offer=draft.public_id)


def address(route: str, town: Town, *args: str) -> str:
    return reverse(route, args=[town.clay.public_id, *args])


def test_a_coupon_that_meets_a_sale_is_held_back_until_a_reason_is_given(town: Town, mei: Desk) -> None:
    published(town, "spend-and-save", "60 off 300", 6_000, 30_000)
    coupon = drafted(town, "store-coupon", "Thirty off", 3_000, claimable=True)
    held = mei.send(address("desk_offer_state", town, coupon.public_id), {"state": "publish"})
    assert held["Location"] == address("desk_offer_check", town, coupon.public_id)
    coupon.refresh_from_db()
    assert coupon.published_at is None
    page = mei.get(held["Location"]).content.decode()
    assert "60 off 300, Thirty off leave you" in page
    assert "Tasting cup" in page
    assert "holds Thirty off" in page
    empty = mei.send(held["Location"], {"do": "publish", "reason": " "})
    assert empty.status_code == 422
    said = mei.send(held["Location"], {"do": "publish", "reason": "Clearing the shelf for spring"})
    assert said.status_code == 303
    coupon.refresh_from_db()
    assert coupon.published_at is not None
    kept = Override.objects.get()
    assert (kept.reason, kept.by_id) == ("Clearing the shelf for spring", town.mei.pk)
    assert replay(kept.found[0]["receipt"]).to_json() == kept.found[0]["receipt"]
    assert "Clearing the shelf for spring" in mei.get(address("desk_guard", town)).content.decode()


def test_the_worst_basket_is_exact_and_can_be_bought(town: Town, mei: Desk) -> None:
    """One small pot (280) beside one cup (45) reaches 300: 60 off are 51.69 and 8.31; the coupon takes 30 more."""
    published(town, "spend-and-save", "60 off 300", 6_000, 30_000)
    scope = {"scope": {"by": "product", "ids": [town.teapot.public_id]}}
    coupon = drafted(town, "product-coupon", "Thirty off a pot", 3_000, claimable=True, terms=scope)
    found = check_offer(town.clay, coupon)
    assert found.proven
    told = found.bad[0]
    assert told.variant == town.variant(town.teapot)
    assert (told.ladder.pieces, told.beside_variant, told.beside and told.beside.pieces) == (
        1,
        town.variant(town.cup),
        1,
    )
    paid = 28_000 - 5_169 - 3_000
    assert told.ladder.shopper_minor == paid
    assert told.ladder.left_minor == paid - (paid * 5 + 50) // 100
    offers.publish_offer(by=town.mei_at_work(), store=town.clay, offer=coupon.public_id)
    offers.claim(by=shopper(town.alice), offer=coupon.public_id)
    lines = {town.variant(town.teapot).public_id: 1, town.variant(town.cup).public_id: 1}
    line = bought(shopper(town.alice), lines).orders.get().lines.get(variant=town.variant(town.teapot))
    assert line.paid_minor == paid
    assert line.paid_minor - line.commission_minor == told.ladder.left_minor


def test_a_limit_that_was_tried_makes_the_draft_safe(town: Town, mei: Desk) -> None:
    published(town, "spend-and-save", "60 off 300", 6_000, 30_000)
    coupon = drafted(town, "store-coupon", "Thirty off", 3_000, claimable=True)
    where = address("desk_offer_check", town, coupon.public_id)
    assert "Find limits that help" in mei.get(where).content.decode()
    assert "Take off only" in mei.get(f"{where}?limits=1").content.decode()
    mei.send(where, {"do": "limit", "kind": "less"})
    coupon.refresh_from_db()
    assert 0 < coupon.terms["tiers"][0]["off_minor"] < 3_000
    assert not check_offer(town.clay, coupon).bad
    assert "Nothing found" in mei.get(where).content.decode()
    mei.send(address("desk_offer_state", town, coupon.public_id), {"state": "publish"})
    coupon.refresh_from_db()
    assert coupon.published_at is not None
    assert not Override.objects.exists()


def test_a_cost_that_rises_is_a_to_do_on_today_until_it_is_mended(town: Town, mei: Desk) -> None:
    cut = published(town, "spend-and-save", "60 off 300", 6_000, 30_000)
    drain()
    guard.recheck_wanted()
    assert not danger_count(town.clay)
    pot = town.variant(town.teapot)
    catalog.change_variant(
        by=town.mei_at_work(), store=town.clay, variant_id=pot.public_id, cost_minor=22_500
    )
    drain()
    guard.recheck_wanted()
    danger = Danger.objects.of(town.clay).get(gone_at=None)
    assert (danger.variant, danger.offers) == (pot, [cut.public_id])
    assert "Prices that can fall under their cost" in mei.get(address("desk_today", town)).content.decode()
    home = mei.get(address("desk_guard", town)).content.decode()
    assert "60 off 300 leave you" in home
    offers.stop_offer(by=town.mei_at_work(), store=town.clay, offer=cut.public_id)
    drain()
    guard.recheck_wanted()
    assert not danger_count(town.clay)
    assert Danger.objects.of(town.clay).get().gone_at is not None


def test_floors_are_searched_like_costs(town: Town, mei: Desk) -> None:
    where = address("desk_guard", town)
    assert mei.send(where, {"do": "margin", "margin": "30"}).status_code == 303
    assert Danger.objects.of(town.clay).filter(gone_at=None, variant=town.variant(town.teapot)).exists()
    assert mei.send(where, {"do": "margin", "margin": ""}).status_code == 303
    assert not danger_count(town.clay)
    cup = town.variant(town.cup)
    mei.send(where, {"do": "lowest", "variant": cup.public_id, "lowest": "44"})
    assert Danger.objects.of(town.clay).get(gone_at=None).variant == cup
    mei.send(where, {"do": "no-lowest", "variant": cup.public_id})
    assert not danger_count(town.clay)
    assert mei.send(where, {"do": "margin", "margin": "99"}).status_code == 422


def test_without_a_cost_the_guard_says_so_and_where_to_enter_it(town: Town, mei: Desk) -> None:
    Variant.objects.of(town.clay).filter(product=town.cup).update(cost_minor=None)
    scope = {"scope": {"by": "product", "ids": [town.cup.public_id]}}
    coupon = drafted(town, "product-coupon", "Cheap cup", 4_400, claimable=True, terms=scope)
    page = mei.get(address("desk_offer_check", town, coupon.public_id)).content.decode()
    assert "1 variant it touches has no cost yet" in page
    assert "Enter costs" in page
    assert "Tasting cup" in mei.get(address("desk_guard", town)).content.decode()


def test_who_paid_for_what_and_which_lines_were_sold_under_cost(town: Town, mei: Desk) -> None:
    cut = published(town, "spend-and-save", "90 off 280", 9_000, 28_000)
    where = address("desk_offer_paid", town, cut.public_id)
    assert "Nobody has used it yet" in mei.get(where).content.decode()
    bought(shopper(town.alice), {town.variant(town.teapot).public_id: 1})
    page = mei.get(where).content.decode()
    assert "¥90.00" in page
    left = 19_000 - (19_000 * 5 + 50) // 100
    assert f"¥{left / 100:.2f}" in page
    assert f"¥{(20_000 - left) / 100:.2f}" in page
    assert "Stop this offer now? Baskets show the price without it at once" in page


def test_the_operator_sees_how_many_lines_a_shared_offer_would_push_but_no_costs(
    town: Town, mei: Desk
) -> None:
    now = clock.now()
    shared = offers.create_offer(
        by=at_market(town), store=None, kind="cross-store", title="Together", starts_at=now,
        ends_at=now + timedelta(days=3),
        terms={"tiers": [{"threshold_minor": 28_000, "off_minor": 9_000}], "store_bp": 10_000},
    )  # fmt: skip
    olga = at_console(town.olga)
    where = reverse("console_offer_check", args=[shared.public_id])
    assert "Not looked at yet" in olga.get(where).content.decode()
    assert send(olga, where, "Too early").status_code == 409
    assert send(olga, where, "", do="look").status_code == 303
    page = olga.get(where).content.decode()
    assert town.clay.name in page
    assert "1 variant would fall under its cost" in page
    assert "200.00" not in page
    assert send(olga, where, "").status_code == 422
    assert send(olga, where, "Agreed with the stores").status_code == 303
    shared.refresh_from_db()
    assert shared.published_at is not None
    assert Override.objects.get(store=None).found == [{"store": town.clay.public_id, "lines": 1}]


def test_a_market_of_more_stores_than_a_batch_is_looked_at_batch_by_batch(
    town: Town, mei: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Five open stores in batches of one: pressing looks at two, the clock at the others, then the reason counts."""
    monkeypatch.setattr(shared_looks, "BATCH", 1)
    monkeypatch.setattr(market_looks, "AT_ONCE", 1)
    more = [
        Store(name=f"Shop {n}", slug=f"shop-{n}", currency="CNY", opened_at=clock.now()) for n in range(4)
    ]
    Store.objects.bulk_create(more)
    now = clock.now()
    shared = offers.create_offer(
        by=at_market(town), store=None, kind="cash-red-envelope", title="Envelope", starts_at=now, claimable=True,
        ends_at=now + timedelta(days=3), terms=off(1_000) | {"store_bp": 10_000}, cap_minor=10_000,
    )  # fmt: skip
    olga = at_console(town.olga)
    state, where = (
        reverse(name, args=[shared.public_id]) for name in ("console_offer_state", "console_offer_check")
    )
    stores = open_stores().filter(currency="CNY").count()
    assert stores > 4
    Variant.objects.of(town.clay).update(cost_minor=28_000)
    held = olga.post(state, {"state": "publish", "idempotency_key": new_id("key")})
    assert held["Location"] == where
    assert f"2 of {stores}" in olga.get(where).content.decode()
    assert send(olga, where, "Too early").status_code == 409
    for _turn in range(stores):
        guard.look_at_markets()
    page = olga.get(where).content.decode()
    assert f"in {stores} of {stores} stores" in page
    assert town.clay.name in page
    offers.change_offer(
        by=at_market(town), store=None, offer=shared.public_id, terms=off(900) | {"store_bp": 10_000}
    )
    assert "Not looked at yet" in olga.get(where).content.decode()


def send(browser: Any, where: str, reason: str, **more: str) -> Any:
    return browser.post(where, {"idempotency_key": new_id("key"), "reason": reason} | more)


def at_market(town: Town) -> Any:
    return operator(town.olga)
