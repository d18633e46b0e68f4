"""Lin answers a shopper: one page says who it is and everything that happened, and nothing of another store."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from regulars.faces.merchant.person import timeline as page
from regulars.ground import lake
from regulars.ground.bus.shore import to_lake
from regulars.ground.kit import clock
from regulars.ground.kit.actors import SYSTEM
from regulars.ground.kit.ids import new_id
from regulars.ground.kit.queries import audit_trail
from regulars.ground.kit.turnstile import Crowded
from regulars.ground.lake import journal
from regulars.loyalty.customers import actions as customers
from regulars.loyalty.customers.models import Relation
from regulars.loyalty.outreach.models import Contact
from regulars.loyalty.segments import actions as segments
from regulars.people.merchants import actions as merchants
from regulars.people.merchants.models import Staff
from regulars.trade.offers import actions as offers
from regulars.trade.orders import actions as orders
from tests.loyalty.members.club import opened
from tests.loyalty.outreach.writing import allow, group, message
from tests.town import Town, shopper
from tests.trade.orders.shopping import bought, completed, off, offer, order_in

CANARY = "canary of cashmere"


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


def relation(town: Town, store: Any) -> Relation:
    return Relation.objects.of(store).get(person=town.alice)


def read(town: Town, who: Client, route: str = "desk_customer", **query: str) -> str:
    path = reverse(route, args=[town.clay.public_id, relation(town, town.clay).public_id])
    answer = who.get(path, query)
    assert answer.status_code == 200
    return str(answer.content.decode())


def seen(town: Town, store: Any, refs: list[str], session: str, source: str = "search") -> None:
    rows = [
        {"id": new_id("bcn"), "at": clock.now(), "name": "view", "store": store.public_id, "ref": ref}
        | {"person": town.alice.public_id, "session": session, "source": source}
        for ref in refs
    ]
    lake.append("beacons", rows, batch_key=new_id("b"))


def lived_in(town: Town, store: Any, at_work: Any, product: Any, word: str) -> None:
    """Alice and a store: visits, orders, a refund, coupons, messages, a note, a tag; `word` is in every text."""
    alice = shopper(town.alice)
    seen(town, store, [product.public_id, product.public_id], f"sitting {word}")
    customers.follow(by=alice, store=store)
    allow(store, [town.alice], channel="email")
    row = Relation.objects.of(store).get(person=town.alice)
    customers.write_note(by=at_work, store=store, relation_id=row.public_id, text=f"{word}: call 13800009999")
    segments.tag(by=at_work, store=store, name=f"Tag {word}", relation_ids=[row.public_id])
    coupon = offer(at_work, store, "store-coupon", off(100), title=f"Coupon {word}", claimable=True)
    offers.claim(by=alice, offer=coupon.public_id)
    letter = message(store, group(store, [town.alice]), name=f"Letter {word}")
    Contact.objects.create(campaign=letter, person=town.alice, state="sent", read_at=clock.now())
    refused = message(store, group(store, [town.alice]), name=f"Unsent {word}")
    Contact.objects.create(campaign=refused, person=town.alice, state="no_consent")


@pytest.fixture
def known(town: Town) -> Town:
    opened(town)
    orders.join_programme(by=shopper(town.alice), store=town.clay)
    lived_in(town, town.cashmere, town.ravi_at_work(), town.sweater, CANARY)
    lived_in(town, town.clay, town.mei_at_work(), town.teapot, "of clay")
    given = {"email": "alice@example.com", "phone": "13800001234"}
    lines = {town.variant(town.teapot).public_id: 2, town.variant(town.sweater).public_id: 1}
    both = bought(shopper(town.alice), lines, **given)
    completed(shopper(town.alice), town.mei_at_work(), town.clay, both)
    again = bought(shopper(town.alice), {town.variant(town.cup).public_id: 2}, **given)
    order = order_in(again, town.clay)
    orders.refund_lines(
        by=town.mei_at_work(), store=town.clay, order=order.public_id,
        lines={order.lines.get().public_id: 1}, reason="agreed",
    )  # fmt: skip
    while to_lake():
        pass
    return town


def test_everything_stands_in_one_line_of_time(known: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page, "SIZE", 6)
    told = [
        "You met", "Visited the store", "2 pages and clicks", "came by: Search", "looked at Plum Branch teapot",
        "Began to follow the store", "Allowed you to write", "Joined the programme", "Took a coupon",
        "Coupon of clay", "Bought", "Plum Branch teapot × 2", "Delivered", "Earned points", "Money sent back",
        "You wrote to them", "Letter of clay", "Read your message", "Your message was not sent",
        "Did not allow it", "Note by Mei", "Tag of clay",
    ]  # fmt: skip
    whole, most = everything(known, browser(known.lin))
    assert most == page.SIZE
    assert [word for word in told if word not in whole] == []


def everything(town: Town, who: Client) -> tuple[str, int]:
    """All pages of the timeline, and how many steps the longest has."""
    texts, cursor, more = [], "", True
    with clock.shift(timedelta(minutes=1)):
        while more:
            texts.append(read(town, who, "desk_customer_timeline", cursor=cursor))
            links = texts[-1].split('id="timeline"')[1].split("cursor=")[1:]
            cursor, more = (links[0].split('"')[0] if links else ""), bool(links)
    assert len(texts) > 1
    return "".join(texts), max(text.count('class="timeline-item') for text in texts)


def test_nothing_of_the_other_store_is_told(known: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page, "SIZE", 6)
    mei = browser(known.mei)
    theirs = order_in(known.alice.order_groups.order_by("pk")[0], known.cashmere)  # type: ignore[attr-defined]
    with clock.shift(timedelta(minutes=1)):
        pages = [read(known, mei), read(known, mei, "desk_customer_standing")]
        pages.append(everything(known, mei)[0])
        pages += [read(known, mei, "desk_customer_timeline", kind=kind) for kind in page.KINDS]
    for text in pages:
        for secret in (CANARY, "sweater", theirs.public_id[-8:].upper(), "899.00", known.alice.public_id):
            assert secret not in text
    other = relation(known, known.cashmere).public_id
    for route in ("desk_customer", "desk_customer_timeline"):
        assert mei.get(reverse(route, args=[known.clay.public_id, other])).status_code == 404


def test_at_a_glance_in_both_languages(known: Town) -> None:
    text = read(known, browser(known.lin))
    glance = text.split('id="glance"')[1].split("</section>")[0]
    assert "Friend" in glance
    assert "Teapots (3/3)" in glance
    assert "Too few prices to compare" in glance, "Mei sells three pieces"
    assert "An offer" in glance
    with clock.shift(timedelta(minutes=1)):
        moving = read(known, browser(known.lin), "desk_customer_standing")
    assert "Loyal" in moving
    assert "Too little to say: 1 visit" in moving
    assert "Search" in moving
    lin = browser(known.lin)
    lin.cookies["django_language"] = "zh-hans"
    assert "一览" in read(known, lin)
    assert "买了" in read(known, lin, "desk_customer_timeline") or "购买" in read(
        known, lin, "desk_customer_timeline"
    )


def test_contact_is_masked_everywhere_until_it_is_opened(known: Town) -> None:
    lin, secrets = browser(known.lin), ("alice@example.com", "13800001234", "13800009999", "1 Plum Lane")
    with clock.shift(timedelta(minutes=1)):
        for route in ("desk_customer", "desk_customer_timeline", "desk_customer_standing"):
            assert not any(secret in read(known, lin, route) for secret in secrets)
        path = reverse(
            "desk_customer_contact", args=[known.clay.public_id, relation(known, known.clay).public_id]
        )
        assert lin.post(path, {"idempotency_key": new_id("key")}).status_code == 303
        shown = read(known, lin)
        assert all(secret in shown for secret in secrets)
        assert "13800009999" in read(known, lin, "desk_customer_timeline", kind="notes")
        assert "alice@example.com" not in read(known, browser(known.mei)), "opened for Lin alone"
    entry = audit_trail(known.clay.pk, "customers.open_contact").get()
    assert (entry.person_id, entry.note["relation"]) == (known.lin.pk, relation(known, known.clay).public_id)
    with clock.shift(timedelta(minutes=17)):
        assert "alice@example.com" not in read(known, lin)


def test_who_gave_no_contact_cannot_be_opened(town: Town) -> None:
    customers.follow(by=shopper(town.alice), store=town.clay)
    mei, row = browser(town.mei), relation(town, town.clay)
    path = reverse("desk_customer_contact", args=[town.clay.public_id, row.public_id])
    assert mei.post(path, {"idempotency_key": new_id("key")}).status_code == 303
    assert "alice@example.com" not in read(town, mei)
    allow(town.clay, [town.alice], channel="email")
    assert "alice@example.com" in read(town, mei)


def test_kinds_rights_and_a_crowded_lake(known: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    lin = browser(known.lin)
    with clock.shift(timedelta(minutes=1)):
        visits = read(known, lin, "desk_customer_timeline", kind="visits")
        refunds = read(known, lin, "desk_customer_timeline", kind="refunds")
    assert "Visited the store" in visits
    assert "Bought" not in visits
    assert "Money sent back" in refunds
    assert "Visited the store" not in refunds

    def crowded() -> Any:
        raise Crowded()

    monkeypatch.setattr(page, "sitting", crowded)
    text = read(known, lin, "desk_customer_timeline")
    assert "Visits cannot be read at this moment" in text
    assert "Bought" in text

    Staff.objects.filter(store=known.clay, person=known.lin).update(rights=["reception"])
    assert "of clay: call" not in read(known, lin)
    assert "Note by" not in read(known, lin, "desk_customer_timeline", kind="notes")
    assert "Tag of clay" in read(known, lin, "desk_customer_timeline", kind="notes")


def test_the_pages_ask_the_same_however_much_happened(known: Town) -> None:
    mei = browser(known.mei)

    def asked() -> list[int]:
        counts = []
        for route in ("desk_customer", "desk_customer_timeline"):
            read(known, mei, route)
            with CaptureQueriesContext(connection) as found:
                read(known, mei, route)
            counts.append(len(found))
        return counts

    few = asked()
    row = relation(known, known.clay)
    for number in range(30):
        customers.write_note(
            by=known.mei_at_work(), store=known.clay, relation_id=row.public_id, text=str(number)
        )
    for _ in range(2):
        bought(shopper(known.alice), {known.variant(known.cup).public_id: 1})
    many = asked()
    assert many[0] == few[0] <= 26
    assert many[1] <= few[1] <= 26


def test_what_was_forgotten_stays_forgotten(town: Town) -> None:
    """A limit of an offer outlives what a store forgot, but its page does not tell of it."""
    merchants.employ(by=SYSTEM, store=town.clay, person=town.bob, role="operation")
    offer(town.mei_at_work(), town.clay, "spend-and-save", off(100), title="Old saving", per_person=5)
    bought(shopper(town.alice), {town.variant(town.cup).public_id: 1})
    Relation.objects.of(town.clay).filter(person=town.alice).delete()
    with clock.shift(timedelta(days=1)):
        customers.follow(by=shopper(town.alice), store=town.clay)
        text = read(town, browser(town.mei), "desk_customer_timeline", kind="coupons")
    assert "Old saving" not in text
