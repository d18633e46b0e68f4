"""Who may open which door of the console, and what a page may cost."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import get_resolver, reverse

from regulars.faces.operator.urls import urlpatterns
from regulars.ground.kit.ids import new_id
from tests.faces.operator.acting import at_console, prove, see, send
from tests.town import Town
from tests.trade.orders.shopping import bought, shopper

MOST_QUERIES = 13
LISTS = (
    "console", "console_orders", "console_disputes", "console_offers", "console_stores", "console_shelves",
    "console_brands", "console_commissions", "console_ledger", "console_uncleared", "console_transit",
    "console_payouts", "console_payout_plan", "console_health", "console_audit", "console_people", "console_lengths",
    "console_experiments",
    "console_lists", "console_looked_for", "console_synonyms",
)  # fmt: skip
CHANGES = {
    "console_agreement_decide": "market.orders", "console_service_claim_decide": "market.orders",
    "console_trial_stop": "market.offers", "console_lottery_stop": "market.offers",
    "console_review_judge": "market.merchants",
    "console_decide": "market.orders", "console_offer_state": "market.offers", "console_suspend": "market.merchants",
    "console_restore": "market.merchants", "console_shelf_add": "market.catalog",
    "console_shelf_change": "market.catalog", "console_shelf_retire": "market.catalog",
    "console_length_change": "market.catalog", "console_brand_add": "market.catalog",
    "console_brand_retire": "market.catalog",
    "console_commission_end": "market.money", "console_resolve": "market.money",
    "console_payouts_prepare": "market.money", "console_payouts_send": "market.money",
    "console_payout_approve": "market.money", "console_payout_return": "market.money",
    "console_payout_again": "market.money", "console_payout_close": "market.money",
    "console_redeliver": "market.merchants",
    "console_refund_again": "market.money", "console_grant": "market.merchants",
    "console_experiment_stop": "market.merchants",
    "console_withdraw": "market.merchants", "console_list_do": "market.catalog",
    "console_synonym_add": "market.catalog", "console_synonym_end": "market.catalog",
    "console_placing_withdraw": "market.merchants", "console_unpin": "market.merchants",
    "console_page_do": "market.catalog", "console_page_block": "market.catalog",
    "console_page_publish": "market.catalog", "console_page_back": "market.catalog",
}  # fmt: skip

FORMS = {
    "console_offer_check",
    "console_offer_forecast",
    "console_confirm",
    "console_offer_new",
    "console_offer_change",
    "console_commission_new",
    "console_experiment_new",
    "console_list_new",
    "console_placing_next",
    "console_pins",
}


def addresses() -> list[tuple[str, str]]:
    """Every route of the console with an address made up for it."""
    made = []
    for one in urlpatterns:
        args = [7 if "int" in str(one.pattern) else "x-1" for _ in one.pattern.converters]
        made.append((str(one.name), reverse(str(one.name), args=args)))
    return made


def test_every_change_is_in_the_table_of_doors() -> None:
    named = {one.name for one in urlpatterns if not str(one.pattern).endswith("/") and str(one.pattern)}
    assert named == set(CHANGES)


@pytest.mark.parametrize("method", ["get", "post"])
def test_mei_and_alice_find_nothing(town: Town, method: str) -> None:
    for person in (town.mei, town.alice):
        client = at_console(person)
        for name, address in addresses():
            if method == "get" and name in CHANGES:
                continue
            answer = getattr(client, method)(address, {"idempotency_key": new_id("key")})
            wanted = 405 if method == "post" and name not in CHANGES and name not in FORMS else 404
            assert answer.status_code == wanted, (name, answer.status_code)


def test_a_page_that_is_only_read_takes_no_form(town: Town) -> None:
    client = at_console(town.olga)
    for name, address in addresses():
        if name not in CHANGES and name not in FORMS:
            answer = client.post(address, {"idempotency_key": new_id("key")})
            assert answer.status_code == 405, name
            assert answer["Allow"] == "GET, HEAD"
            assert "Go back and use the links and buttons" in answer.content.decode()


def test_what_only_changes_is_not_a_page(town: Town) -> None:
    client = at_console(town.olga)
    for name, address in addresses():
        if name in CHANGES:
            answer = client.get(address)
            assert (answer.status_code, answer["Allow"]) == (405, "POST"), name
            assert "Go back and use the links and buttons" in answer.content.decode()


def test_a_guest_is_asked_to_log_in(town: Town) -> None:
    assert Client().get(reverse("console")).status_code == 302
    answer = Client().post(reverse("console_payouts_prepare"), {"idempotency_key": new_id("key")})
    assert answer.status_code == 401


def test_oscar_reads_everything_and_changes_nothing(town: Town) -> None:
    bought(shopper(town.alice), {town.variant(town.cup).public_id: 1})
    client = at_console(town.oscar)
    for route in LISTS:
        see(client, route)
    see(client, "console_store", town.clay.public_id)
    see(client, "console_books", check="1")
    for name, address in addresses():
        if name in CHANGES or name in ("console_offer_new", "console_offer_change", "console_commission_new"):
            answer = client.post(address, {"idempotency_key": new_id("key")})
            assert answer.status_code == 403, (name, answer.status_code)


def test_who_loses_the_role_is_out_at_once(town: Town) -> None:
    client = at_console(town.oscar)
    see(client, "console")
    olga = at_console(town.olga)
    prove(olga)
    send(olga, "console_withdraw", email="oscar@example.com")
    assert client.get(reverse("console")).status_code == 404


@pytest.mark.parametrize("route", LISTS)
def test_a_list_costs_few_queries_however_long_it_is(town: Town, route: str) -> None:
    client = at_console(town.olga)
    bought(shopper(town.alice), {town.variant(town.cup).public_id: 1})
    see(client, route)
    short = cost(client, reverse(route))
    for _ in range(3):
        bought(shopper(town.alice), {town.variant(town.cup).public_id: 1})
        bought(shopper(town.bob), {town.variant(town.sweater).public_id: 1})
    long = cost(client, reverse(route))
    assert max(short, long) <= MOST_QUERIES
    assert long <= short + 3


def test_detail_pages_cost_few_queries(town: Town) -> None:
    group = bought(shopper(town.alice), {town.variant(town.cup).public_id: 2})
    client = at_console(town.olga)
    order = group.orders.get()
    pages = [
        reverse("console_store", args=[town.clay.public_id]),
        reverse("console_statement", args=[town.clay.public_id]),
        reverse("console_order", args=[order.public_id]),
        reverse("console_behind", args=[group.public_id]),
        reverse("console_ledger") + f"?store={town.clay.public_id}",
        reverse("console_shelf", args=[town.teapots.public_id]),
    ]
    for address in pages:
        assert cost(client, address) <= MOST_QUERIES, address


def cost(client: Client, address: str) -> int:
    """How many queries a page needs."""
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200, address
    return len(asked)


def test_all_addresses_lie_under_the_console() -> None:
    assert get_resolver().resolve("/console/stores/").url_name == "console_stores"


def test_pages_speak_chinese(town: Town) -> None:
    client: Any = at_console(town.olga)
    client.cookies["django_language"] = "zh-hans"
    for route in LISTS:
        assert 'lang="zh' in see(client, route)
    assert "总览" in see(client, "console")
