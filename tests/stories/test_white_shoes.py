"""Mei sells a care plan with her teapots; Alice buys one, claims it with a picture, and gets a clean pot back."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from regulars.ground.kit import clock
from regulars.ground.kit.ids import new_id
from regulars.trade.orders.models import OrderGroup
from regulars.trade.services.models import Contract, Plan, ServiceClaim
from tests.town import Town
from tests.trade.orders.shopping import pay, shopper
from tests.trade.services.caring import kept

HOME = {
    "recipient": "Alice",
    "phone": "13800001234",
    "street": "1 Plum Lane",
    "city": "Yixing",
    "country": "CN",
}
FORM = {
    "title": "Keep my pot bright",
    "title_zh": "光洁如新",
    "covered": "Tea stains, cleaned by hand.",
    "terms": "You pay the way there, we pay the way back.",
    "goods": "all",
    "price_by": "fixed",
    "price": "36.00",
    "days": "180",
    "claims": "2",
    "gap_days": "0",
    "starts": "delivery",
    "ways": ["send-in", "at-shop"],
    "answer_days": "2",
    "fulfil_days": "10",
}


@pytest.fixture(autouse=True)
def _plain_static(settings: Any) -> None:
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }
    settings.PRIVATE_FILES_URL = "memory:"


def logged_in(person: Any) -> Client:
    client = Client()
    client.force_login(person)
    return client


def sent(client: Client, path: str, **body: Any) -> Any:
    return client.post(path, {"idempotency_key": new_id("key")} | body)


def photo() -> SimpleUploadedFile:
    out = io.BytesIO()
    Image.new("RGB", (80, 60), (120, 60, 40)).save(out, "PNG")
    return SimpleUploadedFile("stain.png", out.getvalue(), "image/png")


def a_plan(town: Town) -> Plan:
    mei, desk = logged_in(town.mei), f"/desk/{town.clay.public_id}/offers/services/"
    assert b"Sell a service with your goods" in mei.get(desk).content
    assert sent(mei, f"{desk}new/", **FORM | {"covered": ""}).status_code == 422
    assert sent(mei, f"{desk}new/", **FORM).status_code == 303
    plan = Plan.objects.of(town.clay).get()
    assert sent(mei, f"{desk}{plan.public_id}/state", state="publish").status_code == 303
    return plan


def bought_by_alice(town: Town, plan: Plan) -> OrderGroup:
    alice, pot = logged_in(town.alice), town.variant(town.teapot)
    page = alice.get(f"/p/{town.teapot.public_id}/").content.decode()
    assert "Keep my pot bright" in page
    assert "for 180 days" in page
    sent(alice, "/basket/add", variant=pot.public_id, quantity="2", plan=plan.public_id)
    basket = alice.get("/basket/").content.decode()
    assert "Service plan: Keep my pot bright" in basket
    line = town.alice.basket.lines.get()
    sent(alice, f"/basket/lines/{line.public_id}/plan", plan=plan.public_id, quantity="1")
    sent(alice, f"/basket/lines/{line.public_id}", quantity="1")
    check = alice.get("/checkout/CNY/").content.decode()
    assert "CN¥326.00" in check or "¥326.00" in check  # 280 + 36 + 10 for delivery
    sent(alice, "/checkout/CNY/", expected_total_minor="32600", **HOME)
    group = OrderGroup.objects.get(person=town.alice)
    assert pay(shopper(town.alice), group) == "paid"
    return group


def test_a_pot_is_bought_with_care_claimed_and_cleaned(town: Town) -> None:
    plan = a_plan(town)
    group = bought_by_alice(town, plan)
    contract = Contract.objects.of(town.clay).get(group_ref=group.public_id)
    alice, mei = logged_in(town.alice), logged_in(town.mei)
    assert "Not started yet" in alice.get("/me/services/").content.decode()
    kept(town, town.alice, group)
    page = alice.get(f"/services/{contract.public_id}/").content.decode()
    assert "180 days left" in page
    assert "2 of 2 claims left" in page
    assert "Keep my pot bright" in alice.get(f"/orders/{group.public_id}/").content.decode()

    refused = sent(alice, f"/services/{contract.public_id}/claim", text="", way="send-in")
    assert refused.status_code == 422
    claimed = sent(
        alice, f"/services/{contract.public_id}/claim", text="Brown inside", way="send-in", pictures=[photo()]
    )
    assert claimed.status_code == 303
    claim = ServiceClaim.objects.of(town.clay).get()

    desk = f"/desk/{town.clay.public_id}/"
    assert "Service claims" in mei.get(desk).content.decode()
    inbox = mei.get(f"{desk}offers/services/claims/").content.decode()
    assert "Plum Branch teapot" in inbox
    assert "Answer by" in inbox
    at = f"{desk}offers/services/claims/{claim.public_id}/"
    assert "Brown inside" in mei.get(at).content.decode()
    sent(mei, f"{at}do", do="accept", answer="Send it to us")
    sent(mei, f"{at}do", do="receive")
    with clock.shift(timedelta(days=11)):
        assert "Late since" in mei.get(at).content.decode()
        sent(mei, f"{at}do", do="finish", result="Clean as new", pictures=[photo()])
        page = alice.get(f"/services/{contract.public_id}/").content.decode()
        assert "Clean as new" in page
        assert "1 of 2 claims left" in page
        sent(alice, f"/services/claims/{claim.public_id}/do", do="confirm")
    claim.refresh_from_db()
    assert (claim.state, claim.done_late) == ("confirmed", True)


def test_a_store_that_refuses_is_overruled_and_the_plan_is_partly_paid_back(town: Town) -> None:
    plan = a_plan(town)
    group = bought_by_alice(town, plan)
    kept(town, town.alice, group)
    contract = Contract.objects.of(town.clay).get()
    alice, mei, olga = logged_in(town.alice), logged_in(town.mei), logged_in(town.olga)
    sent(alice, f"/services/{contract.public_id}/claim", text="Brown inside", way="at-shop")
    claim = ServiceClaim.objects.of(town.clay).get()
    at = f"/desk/{town.clay.public_id}/offers/services/claims/{claim.public_id}/"
    assert sent(mei, f"{at}do", do="refuse", answer="").status_code == 422
    sent(mei, f"{at}do", do="refuse", answer="Stains are patina")
    contract.refresh_from_db()
    assert contract.claims_used == 0
    sent(alice, f"/services/claims/{claim.public_id}/do", do="dispute", words="They are not")
    assert "Brown inside" in olga.get(f"/console/service-claims/{claim.public_id}/").content.decode()
    answer = sent(
        olga,
        f"/console/service-claims/{claim.public_id}/decide",
        outcome="refund",
        refund="12.00",
        answer="Stains are covered",
        password="regulars-demo",
    )
    assert answer.status_code == 303
    contract.refresh_from_db()
    claim.refresh_from_db()
    order = group.orders.get()
    assert (contract.refunded_minor, contract.state, claim.state) == (1_200, "sold", "settled")
    assert (order.refunded_minor, order.state) == (1_200, "confirmed")
