"""Ravi tries to learn about Mei's customers: who is hers, how many, what they bought, whether she wrote to them.

Every page and question of Ravi's is answered twice, before and after people who are his too have a great deal to do
with Mei. The answers must be the same to the letter; then no two of them have a difference that tells anything.
"""

from __future__ import annotations

import io
import json
import re
import zipfile
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from regulars.ground import lake
from regulars.ground.bus.shore import to_lake
from regulars.ground.kit import clock
from regulars.ground.kit.actors import SYSTEM
from regulars.ground.kit.exports import archive
from regulars.ground.kit.ids import new_id
from regulars.ground.kit.ownids import OwnIds
from regulars.loyalty.customers import actions as customers
from regulars.loyalty.customers.models import Relation
from regulars.loyalty.outreach.models import Contact, ContactWeek
from regulars.loyalty.outreach.queries import this_week
from regulars.loyalty.segments import actions as segments
from regulars.people.accounts import actions as accounts
from regulars.people.accounts.models import Person
from regulars.trade.offers import actions as offers
from regulars.trade.orders import actions as orders
from tests.guarantees.routes import ROWS
from tests.guarantees.world import Side, World, key
from tests.loyalty.outreach.writing import allow, group, message
from tests.town import shopper
from tests.trade.orders.shopping import bought, off, offer

pytestmark = pytest.mark.django_db

# What differs between two looks at the same page.
CHANGING = re.compile(
    r'name="csrfmiddlewaretoken" value="[^"]*"|nonce="[^"]*"|nonce-[\w+/=-]+|\bkey_[0-9a-z]{20}\b|"csrf[^"]*":"[^"]*"'
    r'|X-CSRFToken[^}]*|name="idempotency_key" value="[^"]*"|req_[0-9a-z]{20}|preview=[\w:.%-]+'
)
DEFINITIONS: tuple[dict[str, Any], ...] = (
    {"kind": "did", "what": "paid", "value": 1},
    {"kind": "did", "what": "view", "value": 1},
    {"kind": "did", "what": "basket", "value": 1},
    {"kind": "did", "what": "refunded", "value": 0},
    {"kind": "stage", "in": ["loyal", "purchase"]},
    {"kind": "is", "attribute": "member", "op": "eq", "value": True},
    {"kind": "allows", "purpose": "offers", "channel": "email"},
)


def only_his(side: Side) -> Person:
    """Somebody whom Ravi knows and Mei does not."""
    return side.buyer


def meis_life(world: World, people: list[Person]) -> None:
    """The people follow Mei, buy from her, allow her to write, are written to, noted, tagged and given coupons."""
    town, by, store = world.town, world.a.at_work, world.a.store
    coupon = offer(by, store, "store-coupon", off(90), title="For regulars", claimable=True)
    for who in people:
        someone = shopper(who)
        customers.follow(by=someone, store=store)
        bought(someone, {world.a.ids["variant"]: 3}, email=who.email, phone="13899998888", claims=[])
        offers.claim(by=someone, offer=coupon.public_id)
        orders.join_programme(by=someone, store=store)
        orders.put_in_basket(by=someone, variant=town.variant(town.cup).public_id, quantity=1)
        row = Relation.objects.of(store).get(person=who)
        customers.write_note(by=by, store=store, relation_id=row.public_id, text="bought elsewhere too")
        segments.tag(by=by, store=store, name="Both", relation_ids=[row.public_id])
        ContactWeek.objects.update_or_create(person=who, week=this_week(), defaults={"cap": 5, "used": 5})
        seen = {"id": new_id("bcn"), "at": clock.now() - timedelta(minutes=2), "name": "view"}
        lake.append(
            "beacons", [seen | {"store": store.public_id, "person": who.public_id, "source": "search"}]
        )
    allow(store, people, channel="email")
    letter = message(store, group(store, people))
    for who in people:
        Contact.objects.create(campaign=letter, person=who, state="sent")


def plain(answer: Any) -> str:
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return f"{answer.status_code} {CHANGING.sub('', body.decode('utf-8', 'replace'))}"


def asked(world: World, at: datetime, people: list[Person], draft: str) -> dict[str, str]:
    """Everything Ravi can ask, and what he is told."""
    ravi, side = world.client("ravi"), world.b
    with clock.at(at):
        told = {
            name: plain(ravi.get(row.path(side)))
            for name, row in ROWS.items()
            if row.kind == "store" and row.get
        }
        for number, definition in enumerate(DEFINITIONS):
            path = reverse("desk_people_behind", args=[side.store.public_id])
            told[f"behind {number}"] = plain(ravi.get(path, {"definition": json.dumps(definition)}))
        for who in people:
            told |= looked_up(ravi, side, who)
        told["preview"] = plain(ravi.get(reverse("desk_message", args=[side.store.public_id, draft])))
        told["upload"] = uploaded(ravi, side, people)
        told["export"] = exported(side)
    return told


def looked_up(ravi: Client, side: Side, who: Person) -> dict[str, str]:
    found = {}
    for words in (who.email or "", who.name, who.public_id):
        for route in ("desk_customers", "desk_find", "desk_orders"):
            path = reverse(route, args=[side.store.public_id])
            found[f"{route} {words}"] = plain(ravi.get(path, {"q": words}))
    return found


def uploaded(ravi: Client, side: Side, people: list[Person]) -> str:
    """A list of e-mails: which of them are known. Nothing of it stays."""
    path = reverse("desk_group_upload", args=[side.store.public_id])
    words = "\n".join(str(who.email) for who in people)
    with transaction.atomic():
        answer = ravi.post(path, {"name": "Do you know them", "words": words}, **key())
        page = plain(ravi.get(answer["Location"])) if answer.status_code == 303 else plain(answer)
        transaction.set_rollback(True)
    return re.sub(r"sgm_[0-9a-z]{20}", "", page)


def exported(side: Side) -> str:
    with zipfile.ZipFile(io.BytesIO(b"".join(archive(side.store)))) as packed:
        # Acts are his own doing, and asking is one of them.
        names = [name for name in packed.namelist() if not name.startswith("acts")]
        return "\n".join(packed.read(name).decode("utf-8", "replace") for name in names)


@pytest.mark.nightly
def test_no_answer_depends_on_what_people_have_to_do_with_another_store(world: World) -> None:
    eve = accounts.create_person(by=SYSTEM, email="eve@example.com", name="Eve")
    people, at = [only_his(world.b), eve], clock.now() + timedelta(minutes=5)
    allow(world.b.store, [world.b.buyer])
    draft = message(world.b.store, group(world.b.store, [world.b.buyer])).public_id
    while to_lake():
        pass
    before = asked(world, at, people, draft)
    assert len(before) > 50
    assert before == asked(world, at, people, draft), "the same question has the same answer"
    meis_life(world, people)
    while to_lake():
        pass
    after = asked(world, at, people, draft)
    assert [name for name in before if before[name] != after[name]] == []


def test_what_two_stores_take_along_cannot_be_laid_side_by_side(world: World) -> None:
    """Both export people and purchases they share; no id of one stands in the other's file, and none of the market's."""
    both = {world.a.ids["variant"]: 1, world.b.ids["variant"]: 1}
    shared = bought(shopper(world.b.buyer), both, claims=[])
    files = {side.mark: exported(side) for side in (world.a, world.b)}
    for mark, text in files.items():
        assert world.b.buyer.public_id not in text, mark
        assert shared.public_id not in text, mark
    found = [set(re.findall(r"\b(?:per|grp|pay|prf|ent)_[0-9a-z]{20}\b", text)) for text in files.values()]
    assert all(found)
    assert found[0] & found[1] == set()


def test_a_store_s_own_ids_stay_the_same_and_keep_people_apart() -> None:
    ids = [new_id("per") for _ in range(200)]
    mine, theirs = OwnIds("sto_a"), OwnIds("sto_b")
    assert [mine(one) for one in ids] == [OwnIds("sto_a")(one) for one in ids]
    assert len({mine(one) for one in ids} | {theirs(one) for one in ids} | set(ids)) == 600
    text = f'{{"by": "{ids[0]}", "order": "ord_{"0" * 20}"}}'
    assert mine(text) == text.replace(ids[0], mine(ids[0]))
