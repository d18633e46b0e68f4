"""What a store and a person are to each other."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection

from regulars.ground.bus.models import Message
from regulars.ground.kit import clock
from regulars.ground.kit.actors import SYSTEM, Actor
from regulars.ground.kit.refusals import LogInFirst, NotAllowed, NotFound
from regulars.loyalty.customers import actions, queries
from regulars.loyalty.customers.actions import NoteEmpty, UnknownPurpose
from regulars.loyalty.customers.models import Relation
from regulars.loyalty.customers.queries import Filters
from regulars.loyalty.customers.rules import ConsentRow, RelationRow, mask_email, mask_phone, stage
from regulars.people.accounts.models import Person
from regulars.people.merchants import actions as merchants
from regulars.people.merchants.models import Store
from tests.town import Town, shopper

MAY = datetime(2026, 5, 1, tzinfo=UTC)


def bought(store: Store, person: Person, minor: int, at: datetime = MAY) -> Relation:
    """One paid order."""
    return actions.record_purchase(
        by=SYSTEM, store_id=store.pk, person_id=person.pk, amount_minor=minor, currency="CNY", at=at
    )


def names(store: Store, **filters: str) -> list[str]:
    """Names on the store's list of customers."""
    return [one.name for one in queries.customers_of(store, Filters(**filters)).items]  # type: ignore[arg-type]


def test_following_and_leaving_is_told_once(town: Town) -> None:
    alice = shopper(town.alice)
    for _ in range(2):
        actions.follow(by=alice, store=town.clay)
    assert list(queries.followed_stores(town.alice.pk)) == [town.clay]
    assert queries.follows(town.alice.pk, town.clay)
    for _ in range(2):
        actions.leave(by=alice, store=town.clay)
    assert not queries.follows(town.alice.pk, town.clay)
    told = Message.objects.filter(name__startswith="loyalty.").order_by("id").values_list("name", flat=True)
    assert list(told) == ["loyalty.store-followed.v1", "loyalty.store-left.v1"]


def test_a_guest_cannot_follow_and_nobody_follows_nothing(town: Town) -> None:
    with pytest.raises(LogInFirst):
        actions.follow(by=Actor("guest"), store=town.clay)
    assert not queries.follows(None, town.clay)
    assert not queries.followed_stores(None).exists()
    assert queries.relation_of(town.clay, None) is None


def test_a_suspended_store_is_not_among_the_followed(town: Town) -> None:
    actions.follow(by=shopper(town.alice), store=town.clay)
    merchants.suspend(by=SYSTEM, store=town.clay, reason="Papers missing")
    assert not queries.followed_stores(town.alice.pk).exists()


def test_the_first_meeting_stays_the_origin(town: Town) -> None:
    key = {"by": SYSTEM, "store": town.clay, "person_id": town.alice.pk}
    actions.touch(**key, origin="search", origin_ref="teapot", at=MAY)
    row = actions.touch(**key, origin="visit", at=MAY + timedelta(days=2))
    assert (row.origin, row.origin_ref) == ("search", "teapot")
    assert (row.first_touch_at, row.last_touch_at) == (MAY, MAY + timedelta(days=2))
    row = actions.touch(**key, origin="visit", at=MAY - timedelta(days=1))
    assert (row.first_touch_at, row.last_touch_at) == (MAY - timedelta(days=1), MAY + timedelta(days=2))


def test_purchases_and_refunds_add_up(town: Town) -> None:
    bought(town.clay, town.alice, 28000)
    row = bought(town.clay, town.alice, 4500, MAY - timedelta(days=3))
    assert (row.orders_count, row.paid_minor, row.currency) == (2, 32500, "CNY")
    assert (row.first_order_at, row.last_order_at) == (MAY - timedelta(days=3), MAY)
    key = {"by": SYSTEM, "store_id": town.clay.pk, "person_id": town.alice.pk}
    actions.record_refund(**key, amount_minor=500)
    actions.record_refund(**key, amount_minor=4500, whole=True)
    row.refresh_from_db()
    assert (row.orders_count, row.refunded_minor) == (1, 5000)


def test_groups_of_customers(town: Town) -> None:
    actions.follow(by=shopper(town.mei), store=town.cashmere)
    actions.touch(by=SYSTEM, store=town.cashmere, person_id=town.lin.pk, origin="visit")
    now = clock.now()
    bought(town.cashmere, town.alice, 100, now)
    bought(town.cashmere, town.alice, 100, now)
    bought(town.cashmere, town.bob, 900, now - timedelta(days=91))
    assert names(town.cashmere, group="followers") == ["Mei"]
    assert set(names(town.cashmere, group="buyers")) == {"Alice", "Bob"}
    assert names(town.cashmere, group="repeat") == ["Alice"]
    assert names(town.cashmere, group="lapsed") == ["Bob"]
    assert names(town.cashmere, group="visitors") == ["Lin"]
    counts = queries.counts_of(town.cashmere)
    assert counts == {
        "all": 4, "followers": 1, "buyers": 2, "repeat": 1, "lapsed": 1, "visitors": 1,
        "paid_minor": 1100, "refunded_minor": 0,
    }  # fmt: skip
    assert [one.name for one in queries.customers_of(town.cashmere, sort="value").items][:2] == [
        "Bob",
        "Alice",
    ]


def test_customers_are_found_by_name_and_whole_email_only(town: Town) -> None:
    bought(town.clay, town.alice, 100)
    assert names(town.clay, words="ali") == ["Alice"]
    assert names(town.clay, words="ALICE@example.com") == ["Alice"]
    assert names(town.clay, words="@example") == names(town.clay, words="alice@e") == []
    assert queries.customers_of(town.clay).items[0].email == "a***e@e***.com"


def test_pages_of_customers_take_one_question(
    town: Town, django_assert_num_queries: pytest.FixtureRequest
) -> None:
    for person in (town.alice, town.bob, town.mei):
        bought(town.clay, person, 100)
    with django_assert_num_queries(1):  # type: ignore[operator]
        first = queries.customers_of(town.clay, size=2)
    assert len(queries.customers_of(town.clay, size=2, cursor=first.next_cursor).items) == 1


def test_another_store_sees_nothing(town: Town) -> None:
    row = bought(town.clay, town.alice, 100)
    assert names(town.cashmere) == []
    with pytest.raises(NotFound):
        queries.customer_of(town.cashmere, row.public_id)
    with pytest.raises(NotFound):
        actions.write_note(by=town.ravi_at_work(), store=town.cashmere, relation_id=row.public_id, text="Hm")
    with pytest.raises(NotFound):
        actions.write_note(by=town.ravi_at_work(), store=town.clay, relation_id=row.public_id, text="Hm")


def test_notes_stay_in_the_store(town: Town) -> None:
    row = bought(town.clay, town.alice, 100)
    at_work = {"by": town.mei_at_work(), "store": town.clay, "relation_id": row.public_id}
    actions.write_note(**at_work, text="Likes tall pots\n\n\nCalls on Sundays")
    with pytest.raises(NoteEmpty):
        actions.write_note(**at_work, text=" \u200b ")
    with pytest.raises(NotAllowed):
        actions.write_note(
            **at_work | {"by": Actor("staff", 1, town.clay.pk, frozenset({"orders"}))}, text="x"
        )
    assert [one.text for one in queries.notes(town.clay, row.public_id)] == [
        "Likes tall pots\n\nCalls on Sundays"
    ]
    assert not queries.notes(town.cashmere, row.public_id).exists()


def test_the_last_word_on_a_consent_counts(town: Town) -> None:
    alice = shopper(town.alice)
    asked = {"by": alice, "store": town.clay, "purpose": "offers", "channel": "email"}
    assert not queries.allows(town.clay, town.alice.pk, "offers", "email")
    actions.give_consent(**asked, wording="offers-v1", place="checkout")
    assert queries.allows(town.clay, town.alice.pk, "offers", "email")
    assert not queries.allows(town.clay, town.alice.pk, "offers", "sms")
    assert not queries.allows(town.cashmere, town.alice.pk, "offers", "email")
    actions.withdraw_consent(**asked)
    assert not queries.allows(town.clay, town.alice.pk, "offers", "email")
    assert not queries.allows(town.clay, None, "offers", "email")
    with pytest.raises(UnknownPurpose):
        actions.give_consent(**asked | {"purpose": "anything"}, wording="w", place="p")


def test_many_relations_at_once_leave_known_ones_alone(town: Town) -> None:
    bought(town.clay, town.alice, 100)
    rows = [
        RelationRow(
            store_id=town.clay.pk, person_id=one.pk, first_touch_at=MAY, last_touch_at=MAY, orders_count=7
        )
        for one in (town.alice, town.bob)
    ]
    assert actions.record_relations(by=SYSTEM, rows=rows) == 1
    assert actions.record_relations(by=SYSTEM, rows=rows) == 0
    counts = Relation.objects.of(town.clay).order_by("person_id").values_list("orders_count", flat=True)
    assert list(counts) == [1, 7]


def test_purchases_at_the_same_moment_are_all_counted(real_town: Town) -> None:
    failed: list[str] = []

    def buy() -> None:
        try:
            for _ in range(4):
                bought(real_town.clay, real_town.alice, 10)
                actions.follow(by=shopper(real_town.alice), store=real_town.clay)
        except Exception as error:
            failed.append(repr(error))
        finally:
            connection.close()

    threads = [threading.Thread(target=buy) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    row = Relation.objects.of(real_town.clay).get()
    assert (failed, row.orders_count, row.paid_minor) == ([], 24, 240)
    assert Message.objects.filter(name="loyalty.store-followed.v1").count() == 1


@pytest.mark.parametrize(
    ("email", "masked"),
    [
        ("alice@example.com", "a***e@e***.com"),
        ("al@x.cn", "a***@x***.cn"),
        (None, ""),
        ("odd", ""),
        ("a@b", "a***@b***"),
    ],
)
def test_masked_emails(email: str | None, masked: str) -> None:
    assert mask_email(email) == masked


def test_masked_phones() -> None:
    assert mask_phone("+86 138 0013 5678") == "**** 5678"
    assert mask_phone("123") == ""


def test_stages() -> None:
    assert stage(0, None, False, MAY) == "visitor"
    assert stage(0, None, True, MAY) == "follower"
    assert stage(1, MAY, True, MAY) == "buyer"
    assert stage(2, MAY, False, MAY) == "repeat"
    assert stage(2, MAY - timedelta(days=91), True, MAY) == "lapsed"


def test_a_permission_taken_back_no_longer_counts_and_others_stay(town: Town) -> None:
    said = {"store": town.clay, "wording": "v1", "place": "store"}
    for person, purposes in ((town.alice, ("news", "offers")), (town.bob, ("news",))):
        for purpose in purposes:
            actions.give_consent(by=shopper(person), purpose=purpose, channel="email", **said)
    for person in (town.alice, town.bob):
        actions.withdraw_consent(by=shopper(person), purpose="news", channel="email", **said)
    assert names(town.clay, allows="email") == ["Alice"]
    assert names(town.clay, allows="sms") == []
    actions.give_consent(by=shopper(town.bob), purpose="news", channel="email", **said)
    assert sorted(names(town.clay, allows="email")) == ["Alice", "Bob"]
    assert names(town.cashmere, allows="email") == []


def test_an_import_brings_what_people_allowed_to_stores_they_have_met(town: Town) -> None:
    actions.touch(by=SYSTEM, store=town.clay, person_id=town.alice.pk, origin="import")
    rows = [
        ConsentRow(town.clay.pk, person.pk, "offers", "inbox", MAY, "follow-v1", "follow")
        for person in (town.alice, town.bob)
    ]
    with pytest.raises(NotAllowed):
        actions.record_consents(by=shopper(town.alice), rows=rows)
    assert actions.record_consents(by=SYSTEM, rows=rows) == 1
    assert queries.allows(town.clay, town.alice.pk, "offers", "inbox")
    assert not queries.allows(town.clay, town.bob.pk, "offers", "inbox")
    assert queries.allowing(town.clay, [town.alice.pk, town.bob.pk], "offers", "inbox") == {town.alice.pk}
    with pytest.raises(UnknownPurpose):
        actions.record_consents(by=SYSTEM, rows=[ConsentRow(1, 1, "anything", "inbox", MAY, "w", "p")])
