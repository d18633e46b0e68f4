"""R16: coupons given, a pot drawn from, campaigns switched, imports and the flush of facts, killed at every write.

Checkout, callback and refund are killed in tests.trade.orders, settlement and payout in tests.trade.settlement.
"""

from __future__ import annotations

import os
import sys
from datetime import timedelta

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "regulars.wiring.settings")
django.setup()

from django.db.models import Sum  # noqa: E402

from regulars.goods.catalog import actions as catalog  # noqa: E402
from regulars.goods.catalog.models import PriceChange, Product, Stock, Variant  # noqa: E402
from regulars.ground import lake  # noqa: E402
from regulars.ground.bus import relay, shore  # noqa: E402
from regulars.ground.bus.listening import listeners, listens_to  # noqa: E402
from regulars.ground.bus.models import Delivery, LakeBatch, Message  # noqa: E402
from regulars.ground.kit import clock  # noqa: E402
from regulars.ground.kit.actors import SYSTEM, Actor  # noqa: E402
from regulars.ground.kit.idempotency import Intent, intending  # noqa: E402
from regulars.ground.kit.models import ImportRun  # noqa: E402
from regulars.ground.lake.batches import digest  # noqa: E402
from regulars.ground.lake.segments import folder_of  # noqa: E402
from regulars.loyalty.customers.actions import touch  # noqa: E402
from regulars.loyalty.customers.models import Relation  # noqa: E402
from regulars.people.accounts.models import Person  # noqa: E402
from regulars.people.merchants.models import Store  # noqa: E402
from regulars.trade.offers import actions as offers  # noqa: E402
from regulars.trade.offers.events import OfferPublished  # noqa: E402
from regulars.trade.offers.models import Budget, Claim, Offer  # noqa: E402
from regulars.trade.orders import actions as orders  # noqa: E402
from regulars.trade.orders.models import OrderGroup  # noqa: E402
from regulars.trade.orders.rules import RecordedGroup, RecordedLine, RecordedOrder  # noqa: E402
from regulars.trade.settlement.queries import check_books  # noqa: E402
from tests.trade.failpoints import crash_everywhere  # noqa: E402
from tests.trade.orders.shopping import off, offer  # noqa: E402

POT = {"pot": {"min_minor": 100, "max_minor": 300}}


def _store() -> Store:
    return Store.objects.get(name="Purple Clay House")


def _person(tag: str) -> Person:
    return Person.objects.get(name=f"kill {tag}")


def _asked_once(tag: str) -> Intent:
    return Intent(f"kill:{tag}", f"key-{tag}", "same")


# -- a coupon is claimed, an envelope opened, coupons are handed out


def coupon(tag: str) -> None:
    """A person, and a coupon of which there is one."""
    Person.objects.create(name=f"kill {tag}")
    offer(SYSTEM, _store(), "store-coupon", off(100), title=tag, claimable=True, per_person=1, cap_count=1)


def claim(tag: str) -> None:
    """The person takes it."""
    with intending(_asked_once(tag)):
        by = Actor("shopper", person_id=_person(tag).pk)
        offers.claim(by=by, offer=Offer.objects.get(title=tag).public_id)


def after_claim(tag: str) -> None:
    """Asked again: one in the hand, the budget used once."""
    claim(tag)
    assert Claim.objects.filter(offer__title=tag, person=_person(tag)).count() == 1
    assert Budget.objects.get(offer__title=tag).used_count == 1


def pot(tag: str) -> None:
    """A person, and a pot."""
    Person.objects.create(name=f"kill {tag}")
    offer(SYSTEM, None, "cash-red-envelope", POT, title=tag, currency="CNY", claimable=True, cap_minor=300)


def draw(tag: str) -> None:
    """The person opens an envelope."""
    with intending(_asked_once(tag)):
        by = Actor("shopper", person_id=_person(tag).pk)
        offers.open_red_envelope(by=by, offer=Offer.objects.get(title=tag).public_id)


def after_draw(tag: str) -> None:
    """Asked again: one envelope, and the pot is lower by what is in it."""
    draw(tag)
    claims = Claim.objects.filter(offer__title=tag)
    assert claims.count() == 1
    assert Budget.objects.get(offer__title=tag).used_minor == claims.aggregate(s=Sum("amount_minor"))["s"]


def given(tag: str) -> None:
    """The store puts the coupon into the person's hand; nothing but the rows themselves makes it happen once."""
    row = Offer.objects.get(title=tag)
    offers.give_claims(by=SYSTEM, store=_store(), offer=row.public_id, persons=[_person(tag).pk])


def after_given(tag: str) -> None:
    """Given again: the same one."""
    given(tag)
    assert Claim.objects.filter(offer__title=tag).count() == 1
    assert Budget.objects.get(offer__title=tag).used_count == 1


# -- a campaign is switched on and off


def draft(tag: str) -> None:
    """A campaign that is not open yet."""
    now = clock.now()
    offers.create_offer(
        by=SYSTEM,
        store=_store(),
        kind="spend-and-save",
        title=tag,
        terms=off(100),
        starts_at=now - timedelta(hours=1),
        ends_at=now + timedelta(days=1),
    )


def switch(tag: str) -> None:
    """Opened, then stopped."""
    row = Offer.objects.get(title=tag)
    offers.publish_offer(by=SYSTEM, store=_store(), offer=row.public_id)
    offers.stop_offer(by=SYSTEM, store=_store(), offer=row.public_id)


def after_switch(tag: str) -> None:
    """Again: opened once, stopped once, told once."""
    switch(tag)
    row = Offer.objects.get(title=tag)
    assert row.published_at
    assert row.stopped_at
    told = Message.objects.filter(ref=row.public_id).values_list("name", flat=True)
    assert sorted(told) == ["trade.offer-published.v1", "trade.offer-stopped.v1"]


# -- imports


def nothing(tag: str) -> None:
    """The ground is there."""


def sheet(tag: str) -> None:
    """A table of three good rows and a bad one, in two batches."""
    rows = [f"{tag}-1,One,{tag}-a,teapots,12.00,3", f"{tag}-1,,{tag}-b,teapots,13.00,4"]
    rows += [f"{tag}-2,Two,{tag}-c,teapots,14.00,5", f"{tag}-3,Bad,{tag}-d,teapots,-5,3"]
    content = "\r\n".join(["Product,Title,SKU,Category,Price,Stock", *rows]).encode()
    catalog.import_products(by=SYSTEM, store=_store(), content=content, name=f"{tag}.csv")


def after_sheet(tag: str) -> None:
    """The same file again completes it, and once more changes nothing."""
    sheet(tag)
    mine = Variant.objects.of(_store()).filter(sku__startswith=f"{tag}-")
    before = list(Stock.objects.filter(variant__in=mine).order_by("variant__sku").values_list("on_hand"))
    assert before == [(3,), (4,), (5,)]
    prices = PriceChange.objects.filter(variant__in=mine).count()
    sheet(tag)
    assert Product.objects.of(_store()).filter(variants__in=mine).distinct().count() == 2
    assert mine.count() == 3
    assert PriceChange.objects.filter(variant__in=mine).count() == prices
    run = ImportRun.objects.order_by("-started_at")[0]
    assert (run.counts["rows"], run.counts["unchanged"], run.counts["rejected"]) == (4, 3, 1)


def history(tag: str) -> None:
    """Two orders of another shop come in, one of them given back."""
    person, _fresh = Person.objects.get_or_create(name=f"kill {tag}")
    variant = Variant.objects.of(_store()).get(sku="CUP-1")
    at = clock.now() - timedelta(days=30)
    line = RecordedLine(
        product_pk=variant.product_id, variant_pk=variant.pk, title="Cup", unit_minor=1000, quantity=2
    )
    groups = []
    for state in ("confirmed", "refunded"):
        ended = {"ended_at": at + timedelta(days=9)} if state == "refunded" else {}
        order = RecordedOrder(
            store_pk=_store().pk,
            state=state,
            lines=[line],
            shipped_at=at,
            delivered_at=at,
            confirmed_at=at if state == "confirmed" else None,
            **ended,
        )
        groups.append(
            RecordedGroup(
                external_ref=f"{tag}-{state}",
                person_pk=person.pk,
                currency="CNY",
                placed_at=at,
                paid_at=at,
                orders=[order],
            )
        )
    orders.record_orders(by=SYSTEM, groups=groups)


def after_history(tag: str) -> None:
    """Again: two orders, one purchase that counts, balanced books."""
    history(tag)
    assert OrderGroup.objects.filter(external_ref__startswith=f"{tag}-").count() == 2
    relation = Relation.objects.of(_store()).get(person=_person(tag))
    assert relation.orders_count == 1
    assert check_books()["ok"], check_books()["problems"]


# -- facts go to their listeners and into the lake


@listens_to(OfferPublished)
def greet(fact: OfferPublished) -> None:
    """What a listener does: here, the person greets the store."""
    person = Person.objects.filter(name=f"kill {Offer.objects.get(public_id=fact.offer).title}").first()
    if person is not None and fact.store_id is not None:
        touch(by=SYSTEM, store=fact.store_id, person_id=person.pk, origin="offer")
        Person.objects.filter(pk=person.pk).update(name=f"{person.name} +")


def announced(tag: str) -> None:
    """Facts wait in the outbox."""
    relay.drain()
    Person.objects.create(name=f"kill {tag}")
    draft(tag)
    row = Offer.objects.get(title=tag)
    offers.publish_offer(by=SYSTEM, store=_store(), offer=row.public_id)


def hand_out(tag: str) -> None:
    """The relay hands them out."""
    relay.relay()


def after_hand_out(tag: str) -> None:
    """Handed out again: every listener heard the fact once."""
    hand_out(tag)
    message = Message.objects.get(ref=Offer.objects.get(title=tag).public_id)
    assert message.relayed_at is not None
    assert message.deliveries.count() == len(listeners[message.name])
    assert not Delivery.objects.filter(done_at=None).exists()
    assert Person.objects.filter(name=f"kill {tag} +").count() == 1


def flush(tag: str) -> None:
    """Everything announced goes into the lake."""
    while shore.to_lake():
        pass


def after_flush(tag: str) -> None:
    """Again: every fact lies in the lake in the one file of its batch, and there are no other files."""
    flush(tag)
    assert not Message.objects.filter(lake_batch__written_at=None).exists()
    assert _files() - BEFORE == {
        f"batch-{digest(key)}" for key in LakeBatch.objects.values_list("key", flat=True)
    }


def _files() -> set[str]:
    return {path.stem for path in folder_of(lake.place(), "facts").glob("batch-*")}


BEFORE = _files()
FLOWS = {
    "coupon": (coupon, claim, after_claim),
    "envelope": (pot, draw, after_draw),
    "grant": (coupon, given, after_given),
    "campaign": (draft, switch, after_switch),
    "import": (nothing, sheet, after_sheet),
    "history": (nothing, history, after_history),
    "relay": (announced, hand_out, after_hand_out),
    "flush": (announced, flush, after_flush),
}

if __name__ == "__main__":
    print(crash_everywhere(*FLOWS[sys.argv[1]]))
