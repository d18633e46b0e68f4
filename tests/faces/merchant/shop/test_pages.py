"""Every page of the shop half opens for the owner, and for nobody else."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from regulars.ground.kit import clock
from regulars.ground.kit.actors import SYSTEM
from regulars.trade.offers import actions as offers
from tests.town import Town

PAGES = {
    "products/": "products", "products/list.csv": "products", "products/new/": "products",
    "products/import/": "products", "products/import/all.csv": "products",
    "products/{product}/": "products", "products/{product}/stock/": "products",
    "products/{product}/prices/": "products", "offers/": "offers", "offers/new/": "offers",
    "offers/across/": "offers", "offers/new/coupon/": "offers", "offers/new/code/": "offers",
    "offers/new/chosen/": "offers", "offers/new/product-coupon/": "offers", "offers/new/envelope/": "offers",
    "offers/new/save/": "offers", "offers/new/price/": "offers", "offers/new/freight/": "offers",
    "offers/{offer}/": "offers", "offers/{coded}/codes/": "offers", "offers/{coded}/codes.csv": "offers",
    "offers/{chosen}/people/": "offers", "staff/": "staff", "staff/acts/": "staff", "settings/": "settings",
    "export/": "export", "find/?q=pot": "", "start/": "",
}  # fmt: skip


def _offer(town: Town, **more: Any) -> str:
    terms = {"tiers": [{"threshold_minor": 20000, "off_minor": 2000}]} | more.pop("terms", {})
    made = offers.create_offer(
        by=town.mei_at_work(), store=town.clay, kind="store-coupon", title="Twenty off", starts_at=clock.now(),
        ends_at=clock.now() + timedelta(days=7), terms=terms, **more,
    )  # fmt: skip
    return made.public_id


@pytest.fixture
def names(town: Town) -> dict[str, str]:
    """Public ids that the addresses need."""
    return {
        "product": town.teapot.public_id,
        "offer": _offer(town, claimable=True, cap_count=50),
        "coded": _offer(town, terms={"needs_code": True}),
        "chosen": _offer(town, claimable=True, exclusive=True),
    }


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_the_owner_sees_it(
    town: Town, at_work: Callable[..., Any], names: dict[str, str], path: str, language: str
) -> None:
    desk = at_work(town.mei)
    desk.cookies["django_language"] = language
    answer = desk.get(f"/desk/{town.clay.public_id}/{path.format(**names)}")
    assert answer.status_code == 200
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    assert body


@pytest.mark.parametrize("path", PAGES)
def test_strangers_do_not_learn_that_it_exists(
    town: Town, at_work: Callable[..., Any], names: dict[str, str], path: str
) -> None:
    address = f"/desk/{town.clay.public_id}/{path.format(**names)}"
    for stranger in (town.ravi, town.alice, town.olga):
        assert at_work(stranger).get(address).status_code == 404


@pytest.mark.parametrize("path", [path for path, right in PAGES.items() if right])
def test_staff_without_the_right_are_told_whom_to_ask(
    town: Town, at_work: Callable[..., Any], names: dict[str, str], path: str
) -> None:
    answer = at_work(town.lin).get(f"/desk/{town.clay.public_id}/{path.format(**names)}")
    assert answer.status_code == 403
    assert "Ask the owner" in answer.content.decode()


def test_guests_are_asked_to_log_in(client: Any, town: Town) -> None:
    answer = client.get(f"/desk/{town.clay.public_id}/products/")
    assert answer.status_code == 302
    assert answer["Location"].startswith("/account/login/?next=/desk/")


def test_the_side_list_shows_what_the_role_opens(town: Town, at_work: Callable[..., Any]) -> None:
    page = f"/desk/{town.clay.public_id}/start/"
    owner, reception = (at_work(who).get(page).content.decode() for who in (town.mei, town.lin))
    assert f"/desk/{town.clay.public_id}/products/" in owner
    assert f"/desk/{town.clay.public_id}/settings/" in owner
    assert f'href="/desk/{town.clay.public_id}/products/"><svg' not in reception
    assert f'href="/desk/{town.clay.public_id}/settings/"><svg' not in reception


def test_a_suspension_is_told_with_its_reason(town: Town, at_work: Callable[..., Any]) -> None:
    from regulars.people.merchants import actions as merchants

    merchants.suspend(by=SYSTEM, store=town.clay, reason="The imprint is missing")
    page = at_work(town.mei).get(f"/desk/{town.clay.public_id}/products/").content.decode()
    assert "The imprint is missing." in page
