"""Alice looks at what the market knows of her, takes it along, and is forgotten: by Mei's store, then by all."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.db.models import Sum
from django.test import Client
from django.urls import reverse

from regulars.ground import lake
from regulars.ground.bus.relay import drain
from regulars.ground.bus.shore import to_lake
from regulars.ground.kit import clock
from regulars.ground.kit.actors import SYSTEM
from regulars.ground.kit.exports import write_archive
from regulars.ground.kit.ids import new_id
from regulars.ground.lake import journal
from regulars.loyalty.customers import actions as customers
from regulars.loyalty.customers.figures.trail import trail
from regulars.loyalty.customers.models import Consent, Note, Relation
from regulars.loyalty.members.models import Member, Movement
from regulars.loyalty.outreach.models import Contact
from regulars.loyalty.segments.models import Segment, SegmentMember
from regulars.people.accounts import actions as accounts
from regulars.people.accounts.models import Address, Person
from regulars.trade.offers.models import Claim, Use
from regulars.trade.orders import actions as orders
from regulars.trade.orders.models import Order, OrderGroup
from regulars.trade.settlement.queries import check_books
from tests.loyalty.members.club import card, liability, opened
from tests.loyalty.outreach.writing import allow, group, message
from tests.town import PASSWORD, Town, shopper
from tests.trade.orders.shopping import HOME, bought, completed, off, offer, order_in

WITNESS = "met at the fair, likes dark clay"


@pytest.fixture(autouse=True)
def _own_lake_and_plain_static(settings: Any, tmp_path: Path) -> Iterator[None]:
    settings.LAKE_URL = f"file://{tmp_path}/lake"
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }
    yield
    journal.close_all()


def browser(person: Any) -> Client:
    found = Client()
    found.force_login(person)
    return found


def press(who: Client, route: str, **fields: str) -> Any:
    return who.post(reverse(route), fields | {"idempotency_key": new_id("key")})


def unpacked(answer: Any) -> dict[str, list[dict[str, Any]]]:
    assert answer.status_code == 200
    with zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content))) as packed:
        return {
            name.removesuffix(".jsonl"): [json.loads(line) for line in packed.read(name).splitlines()]
            for name in packed.namelist()
            if name.endswith(".jsonl")
        }


def to_the_lake() -> None:
    drain()
    while to_lake():
        pass


def visited(town: Town, store: Any) -> None:
    row = {"id": new_id("bcn"), "at": clock.now(), "name": "view", "store": store.public_id}
    lake.append("beacons", [row | {"person": town.alice.public_id}], batch_key=new_id("b"))


def seen_in(store: Any) -> set[str]:
    rows = trail(store.public_id, clock.now() + timedelta(minutes=1))
    return set(rows.select("person").execute()["person"])


@pytest.fixture
def known(town: Town) -> OrderGroup:
    """Alice is a regular of both stores: members, orders, points, notes, tags, messages, visits."""
    opened(town)
    alice, mei = shopper(town.alice), town.mei_at_work()
    orders.join_programme(by=alice, store=town.clay)
    for store in (town.clay, town.cashmere):
        customers.follow(by=alice, store=store)
        allow(store, [town.alice], channel="email")
        visited(town, store)
    row = Relation.objects.of(town.clay).get(person=town.alice)
    customers.write_note(by=mei, store=town.clay, relation_id=row.public_id, text=WITNESS)
    letter = message(town.clay, group(town.clay, [town.alice, town.bob]))
    Contact.objects.create(campaign=letter, person=town.alice, state="sent")
    accounts.add_address(by=alice, **HOME)
    saving = offer(mei, town.clay, "spend-and-save", off(100))
    Claim.objects.create(offer=saving, person=town.alice, expires_at=clock.now() + timedelta(days=7))
    both = {
        town.variant(town.teapot).public_id: 1,
        town.variant(town.sweater).public_id: 1,
    }
    made = bought(alice, both, email="alice@example.com", phone="13800001234")
    completed(alice, mei, town.clay, made)
    to_the_lake()
    return made


def finish(town: Town, made: OrderGroup) -> None:
    completed(shopper(town.alice), town.ravi_at_work(), town.cashmere, made)
    to_the_lake()


def test_alice_takes_everything_along(town: Town, known: OrderGroup) -> None:
    page = browser(town.alice).get(reverse("my_data")).content.decode()
    assert "Purple Clay House" in page
    assert "Cashmere to Measure" in page
    found = unpacked(press(browser(town.alice), "my_data_file"))
    assert [row["email"] for row in found["account"]] == ["alice@example.com"]
    assert found["addresses"][0]["street"] == "1 Plum Lane"
    assert {row["store.name"] for row in found["relations"]} == {town.clay.name, town.cashmere.name}
    assert [row["text"] for row in found["notes_about_me"]] == [WITNESS]
    assert {row["store"] for row in found["visits"]} == {town.clay.public_id, town.cashmere.public_id}
    assert {row["public_id"] for row in found["orders"]} == {
        order_in(known, store).public_id for store in (town.clay, town.cashmere)
    }
    for name in (
        "groups",
        "messages",
        "memberships",
        "points",
        "coupons",
        "offers_used",
        "consents",
        "order_lines",
        "payments",
        "parcels",
    ):
        assert found[name], name
    assert not unpacked(press(browser(town.bob), "my_data_file"))["orders"]


def test_of_one_store_only_what_that_store_knows(town: Town, known: OrderGroup) -> None:
    found = unpacked(press(browser(town.alice), "my_data_file", store=town.cashmere.slug))
    assert {row["store.name"] for row in found["relations"]} == {town.cashmere.name}
    assert {row["store"] for row in found["visits"]} == {town.cashmere.public_id}
    assert not found["notes_about_me"]
    assert not found["addresses"]
    assert len(found["orders"]) == 1
    assert press(browser(town.oscar), "my_data_file", store=town.cashmere.slug).status_code == 404


def test_what_is_under_way_has_to_end_first(town: Town, known: OrderGroup) -> None:
    alice = browser(town.alice)
    waiting = order_in(known, town.cashmere).public_id
    asked = alice.get(reverse("my_data_forget"), {"store": town.clay.slug}).content.decode()
    assert f"The order {waiting} at Cashmere to Measure has not ended." in asked
    assert 'type="password"' not in asked
    for fields in ({}, {"store": town.clay.slug}):
        answer = press(alice, "my_data_forget", password=PASSWORD, **fields)
        assert answer.status_code == 409
    finish(town, known)
    line = order_in(known, town.cashmere).lines.get()
    orders.ask_return(
        by=shopper(town.alice), order=order_in(known, town.cashmere).public_id, kind="refund_only",
        reason="damaged", text="a hole", lines={line.public_id: 1},
    )  # fmt: skip
    assert "is open" in press(alice, "my_data_forget", password=PASSWORD).content.decode()
    assert Person.objects.get(pk=town.alice.pk).email == "alice@example.com"
    assert browser(town.mei).get(reverse("my_data_forget")).content.decode().count("You work for") == 1
    assert "running the market" in browser(town.olga).get(reverse("my_data_forget")).content.decode()


def test_the_password_is_asked(town: Town, known: OrderGroup) -> None:
    finish(town, known)
    alice = browser(town.alice)
    answer = press(alice, "my_data_forget", password="guess")
    assert answer.status_code == 422
    assert "This is not your password" in answer.content.decode()
    codes = {press(alice, "my_data_forget", password="guess").status_code for _ in range(12)}
    assert codes == {422, 429}
    assert Person.objects.get(pk=town.alice.pk).is_active


def test_one_store_forgets_and_the_other_does_not(town: Town, known: OrderGroup) -> None:
    finish(town, known)
    assert card(town, town.alice).points > 0
    assert liability(town) > 0
    assert town.alice.public_id in seen_in(town.clay)
    tag = Segment.objects.of(town.clay).get()
    before = order_in(known, town.clay).paid_minor
    answer = press(browser(town.alice), "my_data_forget", password=PASSWORD, store=town.clay.slug)
    assert (answer.status_code, answer.url) == (303, reverse("my_data"))
    to_the_lake()

    mine = {"person_id": town.alice.pk}
    for model in (Relation, Member):
        assert not model.objects.of(town.clay).filter(**mine).exists()
    assert Relation.objects.of(town.cashmere).filter(**mine).exists()
    assert not Note.objects.of(town.clay).exists()
    assert not Movement.objects.of(town.clay).exists()
    assert not Consent.objects.filter(relation__store=town.clay).exists()
    assert Consent.objects.filter(relation__store=town.cashmere).exists()
    assert not SegmentMember.objects.of(town.clay).filter(**mine).exists()
    assert Segment.objects.of(town.clay).get().size == tag.size - 1
    assert not Contact.objects.of(town.clay).filter(**mine).exists()
    assert not Claim.objects.filter(**mine).exists()
    assert Use.objects.filter(holder=f"p:{town.alice.pk}").exists(), (
        "no second use of what is once per person"
    )
    assert liability(town) == 0
    assert check_books()["ok"]

    order = order_in(known, town.clay)
    assert order.paid_minor == before
    assert order.person_id != town.alice.pk
    assert (order.person.email, order.person.name) == (None, "")
    assert (order.group.contact_email, order.group.contact_phone) == ("", "")
    assert not {"recipient", "phone", "street", "city"} & order.group.address.keys()
    seen = browser(town.mei).get(reverse("desk_order", args=[town.clay.public_id, order.public_id]))
    assert seen.status_code == 200
    assert b"Alice" not in seen.content
    assert b"Plum Lane" not in seen.content

    shown = browser(town.alice).get(reverse("order", args=[known.public_id])).content.decode()
    assert reverse("return_ask", args=[order.public_id]) not in shown
    assert reverse("return_ask", args=[order_in(known, town.cashmere).public_id]) in shown
    with pytest.raises(orders.TooLateToReturn):
        orders.ask_return(
            by=shopper(town.alice), order=order.public_id, kind="refund_only", reason="damaged",
            lines={order.lines.get().public_id: 1},
        )  # fmt: skip

    assert town.alice.public_id not in seen_in(town.clay)
    assert town.alice.public_id in seen_in(town.cashmere)
    assert {row["public_id"] for row in unpacked(press(browser(town.alice), "my_data_file"))["orders"]} == {
        order_in(known, store).public_id for store in (town.clay, town.cashmere)
    }
    archive = io.BytesIO()
    write_archive(town.clay, archive)
    with zipfile.ZipFile(archive) as packed:
        for name in set(packed.namelist()) - {"acts.csv", "acts.jsonl"}:
            told = packed.read(name)
            assert town.alice.public_id.encode() not in told, name
            assert b"alice@example.com" not in told, name


def test_who_comes_back_to_a_store_is_new_there(town: Town, known: OrderGroup) -> None:
    finish(town, known)
    press(browser(town.alice), "my_data_forget", password=PASSWORD, store=town.clay.slug)
    to_the_lake()
    with clock.shift(timedelta(days=1)):
        customers.follow(by=shopper(town.alice), store=town.clay)
        to_the_lake()
        rows = trail(town.clay.public_id, clock.now() + timedelta(minutes=1))
        found = rows.select("person", "kind").execute().to_dict("records")
    assert [row["kind"] for row in found if row["person"] == town.alice.public_id] == ["followed"]
    row = Relation.objects.of(town.clay).get(person=town.alice)
    assert (row.orders_count, row.paid_minor) == (0, 0)


def test_the_whole_account_goes(town: Town, known: OrderGroup) -> None:
    finish(town, known)
    used = set(Use.objects.filter(holder=f"p:{town.alice.pk}").values_list("pk", flat=True))
    assert used
    alice, elsewhere = browser(town.alice), browser(town.alice)
    answer = press(alice, "my_data_forget", password=PASSWORD)
    assert (answer.status_code, answer.url) == (303, reverse("home"))
    to_the_lake()
    for client in (alice, elsewhere):
        assert client.get(reverse("my_data")).status_code in (302, 303, 401)
    gone = Person.objects.get(pk=town.alice.pk)
    assert (gone.email, gone.name, gone.is_active, gone.has_usable_password()) == (None, "", False, False)
    assert not EmailAddress.objects.filter(user=gone).exists()
    assert not Address.objects.filter(person=gone).exists()
    assert not Relation.objects.across_stores("nobody's").filter(person=gone).exists()
    assert {row.holder for row in Use.objects.filter(pk__in=used)} == {f"gone:{pk}" for pk in used}
    assert not Use.objects.filter(ref=known.public_id).exclude(holder__startswith="gone:").exists()
    assert check_books()["ok"]
    assert (
        Order.objects.across_stores("the books").filter(group=known).aggregate(n=Sum("paid_minor"))["n"] > 0
    )
    for store in (town.clay, town.cashmere):
        assert town.alice.public_id not in seen_in(store)
    assert Client().login(email="alice@example.com", password=PASSWORD) is False
    again = accounts.create_person(by=SYSTEM, email="alice@example.com", password=PASSWORD, name="Alice")
    assert again.public_id != gone.public_id
    assert not unpacked(press(browser(again), "my_data_file"))["orders"]


def test_a_store_that_leaves_takes_only_who_allowed_it(town: Town, known: OrderGroup) -> None:
    customers.follow(by=shopper(town.bob), store=town.clay)
    archive = io.BytesIO()
    write_archive(town.clay, archive)
    with zipfile.ZipFile(archive) as packed:
        told = [json.loads(line) for line in packed.read("customers.jsonl").splitlines()]
        everything = b"".join(packed.read(name) for name in packed.namelist())
    assert {row["email"] for row in told} == {"alice@example.com", ""}
    assert b"bob@example.com" not in everything
