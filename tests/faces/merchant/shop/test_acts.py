"""The record of what was done reads as people speak, and leads to what it was about."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.urls import reverse

from regulars.goods.catalog import actions as catalog
from regulars.people.merchants import actions as merchants
from regulars.trade.orders import actions as orders
from tests.faces.merchant.shop.goods import sent, shown
from tests.town import Town, shopper
from tests.trade.orders.shopping import bought, order_in

Work = Callable[[Any], Any]


def page_of(town: Town, at_work: Work) -> str:
    """Mei's record as she reads it."""
    return str(at_work(town.mei).get(reverse("desk_acts", args=[town.clay.public_id])).content.decode())


def test_each_entry_says_what_changed_and_leads_there(town: Town, at_work: Work) -> None:
    variant = town.variant(town.cup)
    order = order_in(bought(shopper(town.alice), {variant.public_id: 1}), town.clay)
    by = town.mei_at_work()
    catalog.set_price(by=by, store=town.clay, variant_id=variant.public_id, price_minor=9950)
    merchants.change_store(by=by, store=town.clay, city="Yixing", freight_minor=800)
    orders.accept_order(by=by, store=town.clay, order=order.public_id)
    orders.deliver_many(by=by, store=town.clay, orders=[order.public_id])
    orders.open_contact(by=by, store=town.clay, order=order)
    page = page_of(town, at_work)
    assert f"CN¥{variant.price_minor / 100:.2f} → CN¥99.50" in page
    assert "city, delivery cost" in page
    assert "0 done, 1 refused" in page
    assert page.count(reverse("desk_order", args=[town.clay.public_id, order.public_id])) >= 2
    assert f"Order #{order.public_id[-8:].upper()}" in page
    assert "freight_minor" not in page


def test_saving_a_product_records_only_what_changed(town: Town, at_work: Work) -> None:
    place = reverse("desk_product", args=[town.clay.public_id, town.teapot.public_id])
    at_work(town.mei).send(place, sent(shown(town, town.teapot, title="Plum teapot")))
    page = page_of(town, at_work)
    row = page[page.index("Changed a product") :].split("</tr>")[0]
    assert "title" in row
    assert "Chinese title" not in row
    assert "category" not in row
    assert place in row
