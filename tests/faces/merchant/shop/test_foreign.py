"""What belongs to another store is not there, whichever way one names it (own address, foreign id)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from regulars.goods.media.actions import store_picture
from regulars.goods.media.rules import Owner
from regulars.ground.kit import clock
from regulars.ground.kit.models import ImportRun
from regulars.loyalty.customers import actions as customers
from regulars.people.merchants.models import Staff
from regulars.trade.offers import actions as offers
from tests.faces.merchant.shop.goods import rows, sent, shot, shown, typed
from tests.town import Town, shopper


@pytest.fixture
def theirs(town: Town) -> dict[str, str]:
    """Things of Ravi's store."""
    ravi, store = town.ravi_at_work(), town.cashmere
    made = offers.create_offer(
        by=ravi, store=store, kind="store-coupon", title="Ravi's", starts_at=clock.now(), claimable=True,
        ends_at=clock.now() + timedelta(days=3), terms={"tiers": [{"threshold_minor": 0, "off_minor": 100}]},
    )  # fmt: skip
    customers.follow(by=shopper(town.alice), store=store)
    return {
        "product": town.sweater.public_id,
        "variant": town.variant(town.sweater).public_id,
        "offer": made.public_id,
        "staff": Staff.objects.get(store=store).public_id,
        "picture": store_picture(
            by=ravi, owner=Owner("merchants.store", store.public_id), upload=shot()
        ).public_id,
        "run": ImportRun.objects.create(kind="products", source="x", store_id=store.pk).public_id,
        "relation": store.relations.get().public_id,
    }


@pytest.mark.parametrize(
    "path",
    [
        "products/{product}/", "products/{product}/stock/", "products/{product}/prices/", "products/import/{run}/",
        "products/import/{run}/rejected.csv", "offers/{offer}/", "offers/{offer}/codes/", "offers/{offer}/codes.csv",
        "offers/{offer}/people/",
    ],
)  # fmt: skip
def test_reading(town: Town, at_work: Callable[..., Any], theirs: dict[str, str], path: str) -> None:
    assert at_work(town.mei).get(f"/desk/{town.clay.public_id}/{path.format(**theirs)}").status_code == 404


@pytest.mark.parametrize(
    ("path", "form"),
    [
        ("products/{product}/", {"title": "Mine now"}),
        ("products/{product}/state", {"state": "retire"}),
        ("products/{product}/stock/", {"delta": "5"}),
        ("products/{own}/stock/", {"delta": "5", "variant": "{variant}"}),
        ("products/many", {"ids": "{product}", "bulk": "publish"}),
        ("products/import/{run}/", {}),
        ("offers/{offer}/", {"title": "Mine now"}),
        ("offers/{offer}/state", {"state": "stop"}),
        ("offers/{offer}/codes/", {"do": "make", "count": "3"}),
        ("offers/{offer}/people/", {"ids": "{relation}"}),
        ("offers/{chosen}/people/", {"ids": "{relation}", "bulk": "chosen"}),
        ("offers/across/{offer}", {"join": "1"}),
        ("staff/{staff}", {"role": "warehouse"}),
        ("staff/{staff}", {"do": "remove"}),
    ],
)
def test_changing(
    town: Town, at_work: Callable[..., Any], theirs: dict[str, str], path: str, form: dict[str, str]
) -> None:
    chosen = offers.create_offer(
        by=town.mei_at_work(), store=town.clay, kind="store-coupon", title="For you", starts_at=clock.now(),
        ends_at=clock.now() + timedelta(days=3), terms={"tiers": [{"threshold_minor": 0, "off_minor": 100}]},
        claimable=True, exclusive=True,
    )  # fmt: skip
    names = theirs | {"own": town.teapot.public_id, "chosen": chosen.public_id}
    data = {key: value.format(**names) for key, value in form.items()}
    answer = at_work(town.mei).send(f"/desk/{town.clay.public_id}/{path.format(**names)}", data)
    assert answer.status_code == 404
    town.sweater.refresh_from_db()
    assert town.sweater.title == "Round-neck sweater"
    assert Staff.objects.filter(store=town.cashmere, ended_at=None, role="owner").count() == 1


def test_a_foreign_variant_inside_an_own_form(
    town: Town, at_work: Callable[..., Any], theirs: dict[str, str]
) -> None:
    form = shown(town, town.teapot)
    form["lines"][0]["id"] = theirs["variant"]
    place = f"/desk/{town.clay.public_id}/products/{town.teapot.public_id}/"
    assert at_work(town.mei).send(place, sent(form)).status_code == 404
    assert town.variant(town.sweater).price_minor == 89900


def test_a_foreign_picture_inside_an_own_form(
    town: Town, at_work: Callable[..., Any], theirs: dict[str, str]
) -> None:
    place = f"/desk/{town.clay.public_id}/products/new/"
    answer = at_work(town.mei).send(place, typed(town, picture=[theirs["picture"]]) | rows({"price": "1"}))
    assert answer.status_code == 404


def test_a_foreign_product_inside_an_own_offer(
    town: Town, at_work: Callable[..., Any], theirs: dict[str, str]
) -> None:
    form = {
        "title": "x", "starts_at": "2030-01-01T10:00", "ends_at": "2030-01-02T10:00", "how": "percent",
        "percent": "10", "products": [theirs["product"]],
    }  # fmt: skip
    place = f"/desk/{town.clay.public_id}/offers/new/price/"
    assert at_work(town.mei).send(place, form).status_code == 404
