"""Carol buys care with her pot and has no account: the key of her order is her plan's key, and nobody else's."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from regulars.ground.bus.relay import drain
from regulars.ground.kit.actors import Actor
from regulars.ground.kit.refusals import NotFound
from regulars.trade.orders import actions as orders
from regulars.trade.orders.models import OrderGroup
from regulars.trade.orders.queries import buyer, proof_of
from regulars.trade.services import actions
from regulars.trade.services.models import ClaimStep, Contract, Plan, ServiceClaim
from regulars.trade.services.queries import asked_pictures, own_claim, own_contract
from tests.faces.shopper.buying.phone import Phone, logged_in
from tests.town import PASSWORD, Town
from tests.trade.orders.shopping import GUEST, order_in, shopper
from tests.trade.services.caring import bought, contracts, sold_by_mei
from tests.trade.services.test_claiming import png


@pytest.fixture(autouse=True)
def _files_in_memory(settings: Any) -> None:
    settings.PRIVATE_FILES_URL = "memory:"
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }


def buys(town: Town, plan: Plan, name: str = "Carol") -> tuple[Phone, OrderGroup]:
    """Somebody without an account orders a pot with the plan and pays."""
    phone = Phone()
    phone.add(town.variant(town.teapot), plan=plan.public_id)
    assert "Service plan: Keep it bright" in phone.see("/checkout/CNY/")
    group = phone.order(recipient=name, email=f"{name.lower()}@example.com")
    assert "Paid. Thank you!" in phone.pay(group)
    return phone, group


def arrived(town: Town, group: OrderGroup) -> Contract:
    """Mei sends it, the guest is content: the days begin."""
    order = order_in(group, town.clay)
    orders.ship(by=town.mei_at_work(), store=town.clay, order=order.public_id)
    orders.confirm(by=GUEST, order=order.public_id, guest_key=group.guest_key)
    return contracts(group)[0]


def test_carol_claims_by_the_link_of_her_order_and_nobody_else_does(town: Town) -> None:
    plan = sold_by_mei(town)
    carol, group = buys(town, plan)
    row = arrived(town, group)
    at, drawn = reverse("my_service", args=[row.public_id]), SimpleUploadedFile("x.png", png(), "image/png")
    assert at in carol.see(f"/orders/{group.public_id}/")

    later = Phone()  # another browser, with nothing but the link
    assert later.get(at)["Location"].startswith(reverse("account_login"))
    assert later.get(f"{at}?key=gst_wrong").status_code == 404
    assert "Claim the service" in later.see(f"{at}?key={group.guest_key}")
    claim = {"text": "Tea stains", "way": "send-in", "pictures": [drawn]}
    assert later.send(f"{at}claim", claim)["Location"] == at
    asked = ServiceClaim.objects.of(town.clay).get()
    picture = f"/services/pictures/{asked_pictures(asked)[0].public_id}"
    assert picture in later.see(at)
    assert later.get(picture).status_code == 200

    dave, other = buys(town, plan, "Dave")
    for stranger in (Phone(), dave, logged_in(town.bob)):
        assert stranger.get(picture).status_code == 404
        assert stranger.get(f"{at}?key={other.guest_key}").status_code == 404
        assert stranger.get(f"{picture}?key={other.guest_key}").status_code == 404
        for name in (asked.public_id, "scl_00000000000000000000"):  # there or not: one answer
            done = stranger.send(f"/services/claims/{name}/do", {"do": "withdraw"})
            assert done.status_code == (404 if "_auth_user_id" in stranger.session else 401)
    asked.refresh_from_db()
    assert asked.state == "asked"

    mei = town.mei_at_work()
    assert "the holder" in logged_in(town.mei).see(
        reverse("desk_service_claim", args=[town.clay.public_id, asked.public_id])
    )
    actions.accept_claim(by=mei, store=town.clay, claim=asked.public_id)
    mail.outbox.clear()
    actions.finish_claim(by=mei, store=town.clay, claim=asked.public_id, result="Clean again")
    drain()
    letter = next(one for one in mail.outbox if "The service is done" in one.subject)
    found = re.search(rf"http\S+?({at}\?key=\w+)", str(letter.body))
    assert letter.to == ["carol@example.com"]
    assert found
    phone = Phone()
    assert "Clean again" in phone.see(found[1])
    assert phone.send(f"/services/claims/{asked.public_id}/do", {"do": "confirm"})["Location"] == at
    asked.refresh_from_db()
    assert asked.state == "confirmed"
    by = ClaimStep.objects.filter(claim=asked, kind__in=["asked", "confirmed"]).values_list(
        "by_kind", "by_id"
    )
    assert list(by) == [("guest", group.person_id)] * 2


def test_nobody_and_a_wrong_key_hold_no_plan(town: Town) -> None:
    plan = sold_by_mei(town)
    _carol, group = buys(town, plan)
    known, order = bought(town, town.alice, plan), order_in(group, town.clay).public_id
    for nobody in (GUEST, Actor("guest", person_id=0), shopper(town.alice)):
        with pytest.raises(NotFound):
            own_contract(nobody, contracts(group)[0].public_id)
        with pytest.raises(NotFound):
            own_claim(nobody, "scl_00000000000000000000")
    for wrong in ("0", "None", group.guest_key[:-1], group.guest_key.upper()):
        with pytest.raises(NotFound):
            buyer(by=GUEST, order=order, guest_key=wrong)
    assert buyer(by=GUEST, order=order) == GUEST
    assert buyer(by=GUEST, order=order, guest_key=group.guest_key).person_id == group.person_id
    with pytest.raises(NotFound):  # the key of one order is no key to another's
        buyer(by=GUEST, order=order_in(known, town.clay).public_id, guest_key=group.guest_key)


def test_a_guest_forgotten_holds_nothing_any_more(town: Town) -> None:
    carol, group = buys(town, sold_by_mei(town))
    row = arrived(town, group)
    at = reverse("my_service", args=[row.public_id])
    assert carol.get(at).status_code == 200
    orders.forget_guest(by=GUEST, proof=proof_of("carol@example.com"))
    assert carol.get(at)["Location"].startswith(reverse("account_login"))
    assert Phone().get(f"{at}?key={group.guest_key}").status_code == 404


def test_a_plan_in_a_guests_basket_comes_along_to_the_account(town: Town) -> None:
    """Even to a basket in which the same pot stood before, without a plan."""
    plan, pot = sold_by_mei(town), town.variant(town.teapot)
    orders.put_in_basket(by=shopper(town.alice), variant=pot.public_id, quantity=2)
    guest, address = Phone(), "/checkout/CNY/"
    guest.add(pot, plan=plan.public_id)
    assert f"{reverse('account_login')}?next={address}" in guest.see(address)
    known = {"login": town.alice.email, "password": PASSWORD, "next": address}
    page = guest.send(reverse("account_login"), known, follow=True).content.decode()
    assert "Service plan: Keep it bright" in page
    line = town.alice.basket.lines.get()
    assert (line.quantity, line.plan, line.plan_quantity) == (2, plan.public_id, 1)
