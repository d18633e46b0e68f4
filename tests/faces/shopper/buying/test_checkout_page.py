"""Checking out: the server's price, everything typed kept, one order per press."""

from __future__ import annotations

from typing import Any

import pytest

from regulars.goods.catalog import actions as catalog
from regulars.people.accounts.models import Address
from regulars.trade.orders.models import BasketLine, OrderGroup
from tests.faces.shopper.buying.phone import ADDRESS, Phone, logged_in
from tests.town import Town

pytestmark = pytest.mark.django_db
CAROL = ADDRESS | {"recipient": "Carol", "email": "carol@example.com"}


def test_a_guest_fills_in_no_more_than_seven_fields(town: Town) -> None:
    carol = Phone()
    carol.add(town.variant(town.cup))
    page = carol.see("/checkout/CNY/")
    form = page[page.index('id="checkout"') : page.index("</form>", page.index('id="checkout"'))]
    assert form.count(" required") == 5
    assert form.count('class="input"') <= 7
    assert "No account needed" in form


def test_nothing_chosen_leads_back_to_the_basket(town: Town) -> None:
    assert Phone().get("/checkout/CNY/")["Location"] == "/basket/"
    response = Phone().send("/checkout/CNY/", CAROL | {"expected_total_minor": "0"})
    assert (response.status_code, response["Location"]) == (303, "/basket/")


def test_what_is_missing_is_said_at_every_field_and_the_rest_is_kept(town: Town) -> None:
    carol = Phone()
    carol.add(town.variant(town.cup))
    sent = CAROL | {"expected_total_minor": carol.total(), "city": "", "email": " "}
    response = carol.send("/checkout/CNY/", sent)
    page = response.content.decode()
    assert response.status_code == 422
    assert 'href="#f-city"' in page
    assert 'id="f-email-error"' in page
    assert 'value="1 Plum Lane"' in page
    response = carol.send("/checkout/CNY/", sent | {"city": "Yixing", "email": "carol@nowhere"})
    assert response.status_code == 422
    assert "This e-mail address is not complete" in response.content.decode()
    assert not OrderGroup.objects.exists()


def test_a_changed_price_shows_the_new_total_and_keeps_the_form(town: Town) -> None:
    alice, cup = logged_in(town.alice), town.variant(town.cup)
    alice.add(cup, 2)
    seen = alice.total()
    catalog.set_price(by=town.mei_at_work(), store=town.clay, variant_id=cup.public_id, price_minor=5000)
    response = alice.send("/checkout/CNY/", ADDRESS | {"expected_total_minor": seen, "region": "Jiangsu"})
    page = response.content.decode()
    assert response.status_code == 409
    assert "The total has changed" in page
    assert 'name="expected_total_minor" value="11000"' in page
    assert 'value="Jiangsu"' in page
    assert alice.send("/checkout/CNY/", ADDRESS | {"expected_total_minor": 11000}).status_code == 303


def test_sold_out_says_what_and_leads_back(town: Town) -> None:
    alice, sweater = logged_in(town.alice), town.variant(town.sweater)
    alice.add(sweater, 2)
    seen = alice.total()
    catalog.set_stock(by=town.ravi_at_work(), store=town.cashmere, variant_id=sweater.public_id, on_hand=0)
    response = alice.send("/checkout/CNY/", ADDRESS | {"expected_total_minor": seen})
    page = response.content.decode()
    assert response.status_code == 409
    assert "Round-neck sweater: Sold out" in page
    assert "Back to the basket" in page
    assert "Place order" not in page


@pytest.mark.parametrize("total", ["", "0", "1", "-1", "5499", "1e9", "99999999999999999999", "５５００"])
def test_no_total_but_the_servers_is_ordered(town: Town, total: str) -> None:
    alice = logged_in(town.alice)
    alice.add(town.variant(town.cup))
    sent = ADDRESS | {"expected_total_minor": total, "price": "1", "discount": "5000", "commission_bp": "0"}
    assert alice.send("/checkout/CNY/", sent).status_code == 409
    assert not OrderGroup.objects.exists()


def test_what_else_a_client_sends_changes_nothing(town: Town) -> None:
    alice = logged_in(town.alice)
    alice.add(town.variant(town.cup), 1, price_minor="1", store=town.cashmere.public_id)
    extra = {
        "unit_minor": "1",
        "person": town.bob.public_id,
        "lines": "[]",
        "state": "paid",
        "total_minor": "1",
    }
    group = alice.order(**extra)
    assert (group.total_minor, group.currency, group.state) == (5500, "CNY", "awaiting_payment")
    assert group.person == town.alice
    assert alice.send("/checkout/JPY/", ADDRESS | {"expected_total_minor": 55}).status_code == 303
    assert OrderGroup.objects.count() == 1


def test_a_saved_address_is_one_tap_and_only_ones_own(town: Town) -> None:
    alice, bob = logged_in(town.alice), logged_in(town.bob)
    alice.add(town.variant(town.cup))
    alice.order(keep="on")
    saved = Address.objects.get()
    assert saved.person == town.alice
    alice.add(town.variant(town.cup))
    page = alice.see("/checkout/CNY/")
    assert "1 Plum Lane, Yixing" in page
    hidden = page[page.index('id="f-recipient"') : page.index('id="f-country"')]
    assert "required" not in hidden
    again = alice.send("/checkout/CNY/", {"expected_total_minor": 5500, "address_id": saved.public_id})
    assert again.status_code == 303
    bob.add(town.variant(town.cup))
    foreign = bob.send("/checkout/CNY/", {"expected_total_minor": 5500, "address_id": saved.public_id})
    assert foreign.status_code == 404
    carol = Phone()
    carol.add(town.variant(town.cup))
    foreign = carol.send("/checkout/CNY/", {"expected_total_minor": 5500, "address_id": saved.public_id})
    assert foreign.status_code == 422
    assert OrderGroup.objects.count() == 2


def test_pressing_twice_orders_once(town: Town) -> None:
    alice = logged_in(town.alice)
    alice.add(town.variant(town.cup))
    sent = ADDRESS | {"expected_total_minor": alice.total(), "idempotency_key": "key_once_and_only"}
    first, second = alice.post("/checkout/CNY/", sent), alice.post("/checkout/CNY/", sent)
    assert first["Location"] == second["Location"]
    assert second["Idempotency-Replayed"] == "true"
    assert OrderGroup.objects.count() == 1


def test_a_form_sent_again_with_other_content_is_refused_clearly(town: Town) -> None:
    alice = logged_in(town.alice)
    alice.add(town.variant(town.cup))
    sent = ADDRESS | {"expected_total_minor": alice.total(), "idempotency_key": "key_once_and_only"}
    alice.post("/checkout/CNY/", sent)
    changed = alice.post("/checkout/CNY/", sent | {"street": "2 Plum Lane"})
    assert changed.status_code == 422
    assert "already sent with other content" in changed.content.decode()
    assert OrderGroup.objects.count() == 1


def test_the_addresses_page_adds_keeps_what_was_typed_and_forgets(town: Town) -> None:
    alice, bob = logged_in(town.alice), logged_in(town.bob)
    response = alice.send("/me/addresses/", ADDRESS | {"city": ""})
    assert response.status_code == 422
    assert 'value="Alice Lin"' in response.content.decode()
    assert alice.send("/me/addresses/", ADDRESS).status_code == 303
    saved = Address.objects.get()
    assert "1 Plum Lane" in alice.see("/me/addresses/")
    assert "1 Plum Lane" not in bob.see("/me/addresses/")
    assert bob.send(f"/me/addresses/{saved.public_id}/remove").status_code == 404
    assert alice.send(f"/me/addresses/{saved.public_id}/remove").status_code == 303
    assert "1 Plum Lane" not in alice.see("/me/addresses/")
    assert Phone().get("/me/addresses/").status_code == 302


@pytest.mark.parametrize("path", ["/basket/", "/checkout/CNY/"])
def test_questions_do_not_grow_with_the_goods(town: Town, path: str, shelf: Any, counted: Any) -> None:
    alice = logged_in(town.alice)
    for product in shelf(4):
        alice.add(town.variant(product))
    few = counted(alice, path)
    for product in shelf(8):
        alice.add(town.variant(product))
    many = counted(alice, path)
    assert BasketLine.objects.count() == 12
    assert many <= few
    assert many <= (15 if path == "/basket/" else 16)
