"""Foreign names inside one's own requests, nobody's things, fields nobody asked for, rights that end."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from django.urls import reverse

from regulars.ground.kit.actors import SYSTEM, Actor
from regulars.ground.kit.refusals import NotFound
from regulars.ground.kit.rights import STORE_RIGHTS, UnknownRight, known
from regulars.loyalty.customers.queries import followed_stores
from regulars.people.accounts import actions as accounts
from regulars.people.accounts.models import Person
from regulars.people.merchants import actions as merchants
from regulars.people.merchants.models import Staff
from regulars.people.merchants.queries import place
from regulars.people.merchants.rules import ROLES
from regulars.trade.offers.queries import coupons_of
from regulars.trade.orders import actions as orders
from regulars.trade.orders.queries import basket_of, group_of, order_of_shopper
from tests.guarantees import prints
from tests.guarantees.routes import PARTS, ROWS, USUAL, edited, letter, planned, product
from tests.guarantees.test_keys import FORMS, browser
from tests.guarantees.test_sweep import text_of
from tests.guarantees.world import COST_SHOWN, World, key

pytestmark = pytest.mark.django_db

NESTED = sorted(
    name
    for name, row in ROWS.items()
    if row.kind == "store"
    and any(part != "store_id" and not (USUAL | row.ids)[part].startswith("=") for part in PARTS[name])
    and "shared_offer" not in row.ids.values()
)

# Who, which of their own addresses, and a body in which something is another store's.
SWAPPED: dict[str, Any] = {
    "picture in a new product": ("mei", "desk_product_new", lambda a, b, w: product(w, w.a) | {"picture": b["picture"]}),
    "picture in a product": ("mei", "desk_product", lambda a, b, w: edited(w, w.a) | {"picture": b["picture"]}),
    "variant in a product": ("mei", "desk_product", lambda a, b, w: edited(w, w.a) | {"v_id": [b["variant"]]}),
    "products in a list": ("mei", "desk_products_many", lambda a, b, w: {"ids": [b["product"]], "bulk": "retire"}),
    "variant whose stock moves": ("mei", "desk_stock", lambda a, b, w: {"variant": b["variant"], "delta": "-3"}),
    "product of an offer": (
        "mei", "desk_offer_new", lambda a, b, w: planned(w, w.a) | {"scope": "products", "products": [b["draft"]]},
    ),
    "customer of an offer": ("mei", "desk_offer_people", lambda a, b, w: {"ids": [b["customer"]]}),
    "orders that are shipped": ("mei", "desk_ship", lambda a, b, w: {"order": [b["order_paid"]], "carrier": "X"}),
    "line of a refund": ("mei", "desk_order_refund", lambda a, b, w: {f"units_{b['line_delivered']}": "1"}),
    "group of a message": ("mei", "desk_message_new", lambda a, b, w: letter(w, w.a) | {"segment_id": b["segment"]}),
    "code of a basket": ("alice", "basket_coupons", lambda a, b, w: {"claim": b["claim"]}),
    "address of an order": (
        "alice", "checkout", lambda a, b, w: {"address_id": b["address"], "expected_total_minor": "1"},
    ),
    "line of a return": (
        "alice", "return_ask",
        lambda a, b, w: {"kind": "refund_only", "reason": "damaged", f"q-{b['line_delivered']}": "1"},
    ),
    "hidden variant": ("alice", "basket_add", lambda a, b, w: {"variant": b["variant_draft"]}),
    "payout": ("mei", "console_payouts_send", lambda a, b, w: {"ids": [b["payout"]]}),
    "staff by e-mail": ("lin", "desk_staff", lambda a, b, w: {"email": "kanarib-helper@example.com", "role": "owner"}),
}  # fmt: skip


@pytest.mark.parametrize("what", SWAPPED)
def test_things_of_others_in_ones_own_form(world: World, what: str) -> None:
    who, name, body = SWAPPED[what]
    before = prints.of(world.b)
    path = ROWS[name].path(world.a).replace("/new/coupon/", "/new/product-coupon/")
    answer = world.client(who).post(path, body(world.a.ids, world.b.ids, world), **key())
    assert 400 <= answer.status_code < 500
    assert world.b.mark not in text_of(answer)
    assert prints.differences(before, prints.of(world.b)) == {}


@pytest.mark.parametrize("name", NESTED)
def test_things_of_others_below_ones_own_address(world: World, name: str) -> None:
    row = ROWS[name]
    usual = USUAL | row.ids
    kwargs = row.kwargs(world.b) | {"store_id": world.a.ids["store"]}
    path, before = reverse(name, kwargs=kwargs), prints.of(world.b)
    assert usual["store_id"] == "store"
    for answer in (
        world.client("mei").get(path),
        world.client("mei").post(path, row.body(world, world.a), **key()),
    ):
        assert answer.status_code in {404, 405}
        assert world.b.mark not in text_of(answer)
    assert prints.differences(before, prints.of(world.b)) == {}


@pytest.mark.parametrize("name", ["return", "return_withdraw", "return_sent", "return_dispute"])
def test_returns_of_others_below_ones_own_order(world: World, name: str) -> None:
    row, before = ROWS[name], prints.of(world.b)
    path = reverse(name, kwargs={"order": row.kwargs(world.a)["order"], "back": row.kwargs(world.b)["back"]})
    alice = world.client("alice")
    for answer in (alice.get(path), alice.post(path, {"text": "mine"}, **key())):
        assert answer.status_code in {404, 405}
        assert world.b.mark not in text_of(answer)
    assert prints.differences(before, prints.of(world.b)) == {}


@pytest.mark.parametrize("wrong", ["", "None", "null", "0", "%00", "*", "' OR ''='"])
def test_nobodys_orders_belong_to_nobody(world: World, wrong: str) -> None:
    anonymous = world.client("anonymous")
    for side in (world.a, world.b):
        for name in ("group_guest", "group_delivered", "group"):
            answer = anonymous.get(f"/orders/{side.ids[name]}/", {"key": wrong})
            assert answer.status_code == 404
            assert side.mark not in text_of(answer)
            with pytest.raises(NotFound):
                group_of(by=Actor("guest"), group=side.ids[name], guest_key=wrong)
        with pytest.raises(NotFound):
            order_of_shopper(by=Actor("guest"), order=side.ids["order_guest"], guest_key=wrong)


def test_a_guests_key_opens_that_guests_order_only(world: World) -> None:
    from regulars.trade.orders.models import OrderGroup

    own = OrderGroup.objects.get(public_id=world.a.ids["group_guest"]).guest_key
    anonymous = world.client("anonymous")
    assert len(own) >= 20
    assert anonymous.get(f"/orders/{world.a.ids['group_guest']}/", {"key": own}).status_code == 200
    for name in ("group_guest", "group_delivered"):
        assert anonymous.get(f"/orders/{world.b.ids[name]}/", {"key": own}).status_code == 404
    assert anonymous.get(f"/orders/{world.a.ids['group_delivered']}/", {"key": own}).status_code == 404


def test_a_guests_key_opens_that_guests_plan_only(world: World) -> None:
    anonymous, a, b = world.client("anonymous"), world.a.ids, world.b.ids
    key_of_a = {"key": a["contract_guest_key"]}
    assert anonymous.get(f"/services/{a['contract_guest']}/", key_of_a).status_code == 200
    others = [b["contract_guest"], a["contract"], b["contract"]]
    for client in (anonymous, world.client("alice")):
        for name in others if client is anonymous else others[::2]:
            answer = client.get(f"/services/{name}/", key_of_a)
            assert answer.status_code == 404
            assert world.b.mark not in text_of(answer)


def test_nobody_has_no_basket_no_coupons_no_stores(world: World) -> None:
    for visitor in ("", "None", "0"):
        assert basket_of(by=Actor("guest"), visitor=visitor).count == 0
        with pytest.raises(NotFound):
            orders.set_quantity(
                by=Actor("guest"), line=world.a.ids["basket_line"], quantity=5, visitor=visitor
            )
    for nobody in (0, -1):
        assert list(coupons_of(nobody)) == []
        assert list(followed_stores(nobody)) == []
        with pytest.raises(NotFound):
            place(nobody, world.a.ids["store"])


def test_unknown_rights_are_loud(world: World) -> None:
    with pytest.raises(UnknownRight):
        known("orders.ship")
    for ask in (Actor("staff").may, Actor("staff").require, SYSTEM.require):
        with pytest.raises(UnknownRight):
            ask("everything")
    with pytest.raises(UnknownRight):
        accounts.grant_market_role(by=SYSTEM, person=world.town.bob, rights=["market.everything"])
    assert {right for rights in ROLES.values() for right in rights} <= set(STORE_RIGHTS)
    assert {right for row in ROWS.values() for right in row.rights if known(right)}


SENTINEL = "987123987"
GRAVE = re.compile(
    r"(_minor|_bp|_id|_at|_count|_ref|_until)$|^(state|rights|role|store|person|public_id|used|cap|held|owner)$"
)
FIELDS = {
    name
    for model in prints.tables()
    for one in model._meta.concrete_fields
    for name in (one.name, one.attname)
    if GRAVE.search(name)
} | {"is_staff", "is_superuser", "is_active", "password_hash", "by", "actor"}  # fmt: skip


@pytest.mark.parametrize("name", FORMS)
def test_fields_nobody_asked_for_are_dropped(
    world: World, untouched: dict[str, prints.Prints], name: str
) -> None:
    row = ROWS[name]
    body = row.body(world, world.a)
    more = dict.fromkeys(FIELDS - set(body) - OWN_FIELDS.get(name, set()), SENTINEL)
    before = untouched["all"]
    answer = browser(world, row).post(row.path(world.a), more | body, **key())
    assert answer.status_code < 500
    new = {one: row for one, row in prints.of_all().items() if before.get(one) != row}
    assert [one for one, values in new.items() if SENTINEL in values] == []


OWN_FIELDS = {
    "desk_product": {"external_ref"},
    "desk_offer": {"per_person", "starts_at", "ends_at", "cap_count"},
    "desk_offer_new": {"per_person", "starts_at", "ends_at", "cap_count"},
    "console_offer_new": {"cap_count"},
    "console_offer_change": {"cap_count"},
}


def test_what_machines_read_of_a_product_is_a_short_list(world: World) -> None:
    page = world.client("anonymous").get(ROWS["product"].path(world.b)).content.decode()
    blocks = re.findall(r'<script type="application/ld\+json"[^>]*>(.*?)</script>', page, re.DOTALL)
    assert blocks
    names = {name for block in blocks for name in _names(json.loads(block))}
    assert names <= {
        "@context", "@graph", "@id", "@type", "name", "description", "image", "sku", "url", "offers", "price", "brand",
        "priceCurrency", "availability", "seller", "itemListElement", "position", "item", "category", "hasVariant",
        "variesBy", "productGroupID", "lowPrice", "highPrice", "offerCount", "itemCondition", "inProductGroupWithID",
        "hasMerchantReturnPolicy", "shippingDetails", "material", "color", "size", "additionalProperty", "value",
        "applicableCountry", "returnPolicyCategory", "merchantReturnDays", "shippingRate", "currency", "inLanguage",
        "priceSpecification", "priceType", "returnMethod", "returnFees", "shippingDestination", "addressCountry",
    }  # fmt: skip


def _names(found: Any) -> set[str]:
    if isinstance(found, list):
        return {name for one in found for name in _names(one)}
    if not isinstance(found, dict):
        return set()
    return set(found) | {name for one in found.values() for name in _names(one)}


def test_shoppers_pages_say_nothing_of_the_stores_side(world: World) -> None:
    pages = ("product", "store", "order", "return", "orders", "basket", "checkout", "pay_return")
    said = "".join(
        text_of(world.client("alice").get(ROWS[name].path(world.a), follow=True)) for name in pages
    )
    for word in (
        *COST_SHOWN,
        "commission",
        "cost_minor",
        "note-text",
        f"{world.a.mark} note",
        f"{world.a.mark} draft",
    ):
        assert word not in said, word


def test_the_next_request_of_somebody_removed_is_refused(world: World) -> None:
    lin, path = world.client("lin"), ROWS["desk_orders"].path(world.a)
    assert lin.get(path).status_code == 200
    seat = Staff.objects.get(store=world.a.store, person=world.town.lin, ended_at=None)
    merchants.change_role(by=world.a.at_work, store=world.a.store, staff_id=seat.public_id, role="accountant")
    assert lin.get(path).status_code == 403
    merchants.remove_staff(by=world.a.at_work, store=world.a.store, staff_id=seat.public_id)
    assert lin.get(path).status_code == 404
    assert (
        lin.post(ROWS["desk_customer_note"].path(world.a), {"text": "still here"}, **key()).status_code == 404
    )


def test_a_suspended_store_is_gone_for_shoppers(world: World) -> None:
    merchants.suspend(by=SYSTEM, store=world.b.store, reason="papers")
    alice = world.client("alice")
    for name in ("store", "product"):
        assert alice.get(ROWS[name].path(world.b)).status_code == 404
    assert 400 <= alice.post("/basket/add", {"variant": world.b.ids["variant"]}, **key()).status_code < 500
    assert world.client("ravi").get(ROWS["desk_orders"].path(world.b)).status_code == 200


def test_another_password_or_a_closed_account_ends_every_session(world: World) -> None:
    mei, olga, path = world.client("mei"), world.client("olga"), ROWS["desk_orders"].path(world.a)
    assert mei.get(path).status_code == 200
    accounts.set_password(
        by=SYSTEM, person=Person.objects.get(pk=world.town.mei.pk), password="another-one-now"
    )
    assert mei.get(path).status_code == 302
    Person.objects.filter(pk=world.town.olga.pk).update(closed_at="2026-01-01T00:00Z")
    assert olga.get("/console/").status_code == 302


def test_an_operators_role_ends_at_once(world: World) -> None:
    oscar = world.client("oscar")
    assert oscar.get("/console/").status_code == 200
    accounts.withdraw_market_role(by=SYSTEM, person=world.town.oscar)
    assert oscar.get("/console/").status_code == 404


@pytest.mark.parametrize("letters", [65_000, 1_000_000, 1_900_000, 2_200_000])
def test_a_very_long_text_is_cut_or_refused(world: World, letters: int) -> None:
    path = ROWS["desk_customer_note"].path(world.a)
    answer = world.client("mei").post(path, {"text": "<div>" * (letters // 5)}, **key())
    assert answer.status_code in {303, 400, 413, 422}
