"""Two stores in full work, each with texts that only its own people may ever read.

Everything private of a store carries its mark; a page that shows the mark to a stranger leaks.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.test import Client
from PIL import Image

from regulars.community.surveys import actions as surveys
from regulars.discovery.decisions import actions as decisions
from regulars.discovery.lists import actions as lists
from regulars.discovery.ranking import actions as placing
from regulars.discovery.ranking.rules import STANDARD
from regulars.discovery.search import actions as search
from regulars.discovery.storefront import actions as storefront
from regulars.discovery.storefront import queries as pages
from regulars.goods.catalog import actions as catalog
from regulars.goods.catalog.models import Product
from regulars.goods.media.actions import store_picture
from regulars.goods.media.rules import Owner
from regulars.ground.bus.models import Delivery, Message
from regulars.ground.kit import clock
from regulars.ground.kit.actors import SYSTEM, Actor
from regulars.ground.kit.ids import new_id
from regulars.loyalty.customers import actions as customers
from regulars.loyalty.customers.models import Relation
from regulars.loyalty.journeys import actions as journeys
from regulars.loyalty.journeys.queries import live_of, travellers_of
from regulars.loyalty.members import actions as members
from regulars.loyalty.members.rules import Rules, Tier
from regulars.loyalty.outreach import actions as outreach
from regulars.loyalty.outreach.models import Contact
from regulars.loyalty.outreach.queries import token_for
from regulars.loyalty.segments import actions as segments
from regulars.people.accounts import actions as accounts
from regulars.people.accounts.models import Person
from regulars.people.merchants import actions as merchants
from regulars.people.merchants.models import Store
from regulars.trade.drops import actions as drops
from regulars.trade.offers import actions as offers
from regulars.trade.orders import actions as orders
from regulars.trade.orders.models import OrderGroup
from regulars.trade.orders.queries import proof_of
from regulars.trade.payments.models import Payment, PaymentRefund
from regulars.trade.presales import actions as presales
from regulars.trade.settlement import actions as ledger
from regulars.trade.settlement.models import Discrepancy, Entry, Payout
from tests.guarantees.agreements import made_for
from tests.guarantees.raffles import raffled
from tests.guarantees.world_services import add_services
from tests.town import PASSWORD, Town, shopper, staff
from tests.trade.orders.shopping import GUEST, bought, captured, off, offer, order_in, place, start
from tests.trade.presales.preselling import AMOUNTS, windows

# What goods cost the stores, as numbers that appear nowhere else.
COST = 7_654_321
COST_SHOWN = ("7654321", "76543.21", "76,543.21")


PEOPLE = ("alice", "bob", "mei", "lin", "ravi", "olga", "oscar", "removed", "dora", "helper_b")


@dataclass
class Side:
    """One store, its owner, one regular buyer, and the names of everything in it."""

    mark: str
    store: Store
    owner: Person
    buyer: Person
    helper: Person
    ids: dict[str, str] = field(default_factory=dict)
    people: list[int] = field(default_factory=list)
    groups: list[str] = field(default_factory=list)

    @property
    def at_work(self) -> Actor:
        """The owner in the store."""
        return staff(self.owner, self.store)

    @property
    def shopping(self) -> Actor:
        """The buyer."""
        return shopper(self.buyer)

    def address(self) -> dict[str, str]:
        """Where the buyer's parcels go: private."""
        return {
            "recipient": f"{self.mark} Recipient", "street": f"9 {self.mark} Street", "city": f"{self.mark} City",
            "phone": "13577770000" if self.mark.endswith("b") else "13566660000", "country": "CN",
        }  # fmt: skip


@dataclass
class World:
    """The town with both stores at work, and a browser for everybody in it."""

    town: Town
    a: Side
    b: Side
    removed: Person
    cookies: dict[str, str] = field(default_factory=dict)

    @classmethod
    def build(cls) -> World:
        """About sixty rows of trade; a few seconds."""
        town = Town.build()
        a = _side(town, "kanaria", town.clay, town.mei, town.alice, town.cup)
        b = _side(town, "kanarib", town.cashmere, town.ravi, None, town.sweater)
        shared = _market_offer(town)
        removed = _person("rita")
        place_of = merchants.employ(by=SYSTEM, store=a.store, person=removed, role="operation")
        merchants.remove_staff(by=a.at_work, store=a.store, staff_id=place_of.public_id)
        house = {
            "shared_offer": shared,
            "category": "teapots",
            "payout_back": _came_back(a),
            "payout": _payouts(a, b),
        }
        house |= _console(a, town)
        # Somebody with a store behind whom nothing is under way.
        customers.follow(by=shopper(town.oscar), store=a.store)
        for side in (a, b):
            side.ids |= house
        world = cls(town, a, b, removed)
        world.log_in()
        return world

    def person(self, who: str) -> Person | None:
        """Somebody by name; None for nobody logged in."""
        known = {"anonymous": None, "removed": self.removed, "dora": self.b.buyer, "helper_b": self.b.helper}
        return known[who] if who in known else getattr(self.town, who)

    def log_in(self) -> None:
        """Log everybody in; the sessions belong to the world."""
        for who in PEOPLE:
            client = Client()
            client.force_login(self.person(who))
            self.cookies[who] = client.cookies["sessionid"].value

    def client(self, who: str) -> Client:
        """A fresh browser in which `who` is logged in."""
        client = Client(raise_request_exception=False)
        if who in self.cookies:
            client.cookies["sessionid"] = self.cookies[who]
        return client


def key() -> dict[str, str]:
    """A fresh key for a changing request."""
    return {"HTTP_IDEMPOTENCY_KEY": new_id("key")}


def _person(name: str) -> Person:
    return accounts.create_person(
        by=SYSTEM, email=f"{name}@example.com", password=PASSWORD, name=name.title()
    )


def png(colour: str = "red") -> bytes:
    """A small picture."""
    out = io.BytesIO()
    Image.new("RGB", (60, 60), colour).save(out, "PNG")
    return out.getvalue()


def _side(town: Town, mark: str, store: Store, owner: Person, buyer: Person | None, product: Product) -> Side:
    who = buyer or _person(f"{mark}-dora")
    side = Side(mark, store, owner, who, _person(f"{mark}-helper"))
    side.ids |= {"store": store.public_id, "slug": store.slug, "product": product.public_id}
    _goods(town, side, product)
    _offers(side)
    _presales(side)
    _orders(side)
    add_services(side)
    _people(side)
    _imports(side)
    made_for(side)
    side.people = [owner.pk, who.pk, side.helper.pk]
    return side


def _goods(town: Town, side: Side, product: Product) -> None:
    by, store, mark = side.at_work, side.store, side.mark
    variant = product.variants.order_by("pk")[0]
    catalog.set_stock(by=by, store=store, variant_id=variant.public_id, on_hand=500)
    catalog.change_variant(
        by=by,
        store=store,
        variant_id=variant.public_id,
        sku=f"S{store.pk}-1",
        options=variant.options,
        cost_minor=COST,
    )
    catalog.adjust_stock(by=by, store=store, variant_id=variant.public_id, delta=2, why="received")
    picture = store_picture(
        by=by, owner=Owner("merchants.store", store.public_id), upload=png(), alt=f"{mark} alt"
    )
    hidden = catalog.add_product(
        by=by, store=store, category=town.teapots, title=f"{mark} draft", title_zh=f"{mark} zh",
        description=f"{mark} words", attributes={f"{mark} a": f"{mark} v"}, pictures=[picture],
        variants=[{"sku": f"{mark}-hidden", "options": {"Size": f"{mark} S"}, "price_minor": 5000, "on_hand": 5}],
    )  # fmt: skip
    side.ids |= {
        "variant": variant.public_id, "draft": hidden.public_id, "picture": picture.public_id,
        "variant_draft": hidden.variants.get().public_id, "media": f"{picture.public_id}.webp",
    }  # fmt: skip


def _offers(side: Side) -> None:
    by, store, mark = side.at_work, side.store, side.mark
    public = offer(by, store, "store-coupon", off(100, 200), title="Welcome", claimable=True, per_person=5)
    now = clock.now()
    draft = offers.create_offer(
        by=by, store=store, kind="store-coupon", title=f"{mark} plan", terms=off(50, 500), claimable=True,
        starts_at=now - timedelta(hours=1), ends_at=now + timedelta(days=7), per_person=1,
    )  # fmt: skip
    coded = offer(by, store, "store-coupon", off(100) | {"needs_code": True}, title="Said aloud")
    offers.name_code(by=by, store=store, offer=coded.public_id, code=f"{mark}-code", cap=50)
    chosen = offer(by, store, "store-coupon", off(70), title=f"{mark} chosen", exclusive=True, claimable=True)
    held = offers.claim(by=side.shopping, offer=public.public_id)
    side.ids |= {
        "offer": public.public_id, "offer_draft": draft.public_id, "offer_coded": coded.public_id,
        "offer_chosen": chosen.public_id, "claim": held.public_id, "code": f"{mark}-code",
    }  # fmt: skip


def _presales(side: Side) -> None:
    """A draft, one with a booking whose deposit is asked for, and one that nobody booked yet."""
    by, store, start = side.at_work, side.store, clock.now()
    for name in ("draft", "booked", "open"):
        row = presales.plan_presale(
            by=by, store=store, product_id=side.ids["product"], title=f"Presale {name}", unpaid="refund",
            windows=windows(start), items={side.ids["variant"]: AMOUNTS},
        )  # fmt: skip
        side.ids |= {f"presale_{name}": row.public_id, f"item_{name}": row.items.get().public_id}
        if name != "draft":
            presales.publish_presale(by=by, store=store, presale=row.public_id)
    booking = presales.book(
        by=side.shopping, presale=side.ids["presale_booked"], item=side.ids["item_booked"], quantity=1
    )
    side.ids |= {"booking": booking.public_id, "advance": booking.advance_ref}


def _orders(side: Side) -> None:
    by, store, who = side.at_work, side.store, side.shopping
    waiting = _placed(side)
    side.ids |= {
        "group": waiting.public_id, "order_waiting": order_in(waiting, store).public_id,
        "payment": start(who, waiting).public_id,
    }  # fmt: skip
    for name, way in WAYS.items():
        group = bought(who, {side.ids["variant"]: 2}, address=side.address(), claims=[])
        order = order_in(group, store).public_id
        side.groups.append(group.public_id)
        side.ids |= {f"order_{name}": order, f"group_{name}": group.public_id}
        side.ids[f"line_{name}"] = order_in(group, store).lines.get().public_id
        way(side, by, who, order)
    guest = bought(
        GUEST, {side.ids["variant"]: 1}, email=f"{side.mark}-guest@example.com", address=side.address(),
        phone="13512341234",
    )  # fmt: skip
    side.groups.append(guest.public_id)
    side.ids["proof"] = proof_of(f"{side.mark}-guest@example.com")
    side.ids |= {"group_guest": guest.public_id, "order_guest": order_in(guest, store).public_id}
    line = orders.put_in_basket(by=who, variant=side.ids["variant"], quantity=1)
    side.ids["basket_line"] = line.public_id


def _placed(side: Side) -> OrderGroup:
    group = place(side.shopping, {side.ids["variant"]: 1}, address=side.address(), claims=[])
    side.groups.append(group.public_id)
    return group


def _shipped(side: Side, by: Actor, who: Actor, order: str) -> None:
    orders.ship(by=by, store=side.store, order=order, carrier=f"{side.mark} Post", tracking=f"{side.mark}-1")


def _delivered(side: Side, by: Actor, who: Actor, order: str) -> None:
    _shipped(side, by, who, order)
    orders.deliver(by=by, store=side.store, order=order)


def _confirmed(side: Side, by: Actor, who: Actor, order: str) -> None:
    _delivered(side, by, who, order)
    orders.confirm(by=who, order=order)


def _asked(side: Side, by: Actor, who: Actor, order: str, kind: str = "refund_only") -> str:
    _delivered(side, by, who, order)
    name = next(key for key, value in side.ids.items() if value == order).removeprefix("order_")
    back = orders.ask_return(
        by=who,
        order=order,
        lines={side.ids[f"line_{name}"]: 1},
        kind=kind,
        reason="damaged",
        text=f"{side.mark} broke",
    )
    side.ids[f"return_{name}"] = back.public_id
    return str(back.public_id)


def _accepted(side: Side, by: Actor, who: Actor, order: str) -> None:
    back = _asked(side, by, who, order, "return_and_refund")
    orders.accept_return(
        by=by, store=side.store, back=back, answer=f"{side.mark} answer", send_to=f"{side.mark} lane"
    )


def _refused(side: Side, by: Actor, who: Actor, order: str) -> None:
    orders.refuse_return(by=by, store=side.store, back=_asked(side, by, who, order), answer=f"{side.mark} no")


def _disputed(side: Side, by: Actor, who: Actor, order: str) -> None:
    _refused(side, by, who, order)
    orders.dispute(by=who, back=side.ids["return_disputed"], text=f"{side.mark} unfair")


Way = Callable[[Side, Actor, Actor, str], Any]
WAYS: dict[str, Way] = {
    "paid": lambda side, by, who, order: None,
    "paid_too": lambda side, by, who, order: None,
    "processing": lambda side, by, who, order: orders.accept_order(by=by, store=side.store, order=order),
    "shipped": _shipped,
    "delivered": _delivered,
    "confirmed": _confirmed,
    "asked": _asked,
    "accepted": _accepted,
    "refused": _refused,
    "disputed": _disputed,
}


def _people(side: Side) -> None:
    by, store, who = side.at_work, side.store, side.shopping
    customers.follow(by=who, store=store)
    relation = Relation.objects.of(store).get(person=side.buyer)
    customers.write_note(by=by, store=store, relation_id=relation.public_id, text=f"{side.mark} note")
    helper = merchants.employ(by=SYSTEM, store=store, person=side.helper, role="operation")
    kept = accounts.add_address(by=who, **side.address())
    buyers = segments.save_segment(
        by=by, store=store, name=f"{side.mark} group", definition={"kind": "did", "what": "view", "value": 0}
    )
    members.publish_programme(
        by=by,
        store=store,
        rules=Rules(
            name="The club",
            currency=store.currency,
            tiers=(Tier("Member"), Tier("Friend", orders=2)),
        ),
    )
    orders.join_programme(by=who, store=store)
    loved = segments.tag(by=by, store=store, name=f"{side.mark} tag", relation_ids=[relation.public_id])
    side.ids |= {
        "segment": buyers.public_id,
        "tag": loved.public_id,
        "customer": relation.public_id,
        "staff": helper.public_id,
        "address": kept.public_id,
    }
    _messages(side, relation, buyers.public_id)
    _surveys(side, buyers.public_id)
    _drops(side, buyers.public_id)
    _pages(side)
    _journeys(side, loved.public_id)
    side.ids |= raffled(by, who, store, side.mark, side.ids)
    sent = merchants.invite(by=by, store=store, email="bob@example.com", role="reception")
    side.ids |= {"invitation": sent.public_id, "token": merchants.token_of(sent)}


def _messages(side: Side, relation: Relation, group: str) -> None:
    """A draft, and a message that is in the buyer's inbox."""
    by, store, mark = side.at_work, side.store, side.mark
    customers.give_consent(
        by=side.shopping, store=store, purpose="offers", channel="inbox", wording="w", place="world"
    )
    said = {"segment_id": group, "subject": f"{mark} subject", "text": f"{mark} words", "holdout_percent": 0}
    draft = outreach.write(by=by, store=store, fields=outreach.Fields(name=f"{mark} plan", **said))
    gone = outreach.write(by=by, store=store, fields=outreach.Fields(name=f"{mark} gone", **said))
    outreach.schedule(by=by, store=store, campaign_id=gone.public_id)
    outreach.enlist(by=SYSTEM, campaign=gone, people=[side.buyer.pk])
    outreach.settle(by=SYSTEM, people=[side.buyer.pk], campaigns=[gone.pk])
    side.ids |= {
        "message": draft.public_id, "message_gone": gone.public_id, "unsubscribe": token_for(relation, "inbox"),
        "contact": Contact.objects.of(store).get(campaign=gone).public_id,
    }  # fmt: skip


def _pages(side: Side) -> None:
    """A page that was published with a note of the store's own, and one that is worked on."""
    by, store = side.at_work, side.store
    made: Any = {"by": by, "store": store, "blocks": pages.usual("store")[:4], "version": 0}
    draft = storefront.save_draft(kind="store", **made)
    storefront.publish(by=by, store=store, kind="store", version=draft.version, words=f"{side.mark} page")


def _surveys(side: Side, group: str) -> None:
    """A draft, and one that the buyer was asked by and has answered."""
    by, store, mark = side.at_work, side.store, side.mark
    rows = {}
    for name in ("survey", "survey_draft"):
        fields = surveys.Fields(title=f"{mark} {name}", audience="group", segment_id=group)
        row = surveys.write(by=by, store=store, fields=fields)
        asking = surveys.Asking(
            kind="one", text=f"{mark} why", options=[(f"{mark} a", ""), (f"{mark} b", "")]
        )
        surveys.put_question(by=by, store=store, survey_id=row.public_id, asking=asking)
        asking = surveys.Asking(kind="text", text=f"{mark} words")
        surveys.put_question(by=by, store=store, survey_id=row.public_id, asking=asking)
        rows[name] = row.public_id
    surveys.open_survey(by=by, store=store, survey_id=rows["survey"])
    surveys.answer(by=side.shopping, survey_id=rows["survey"], given={"q1": ["o1"], "q2": [f"{mark} answer"]})
    side.ids |= rows


def _drops(side: Side, group: str) -> None:
    """A draft for the buyers first, and a drop whose waiting room the buyer is in."""
    by, store, mark, now = side.at_work, side.store, side.mark, clock.now()
    first = [
        {"who": "group", "group": group, "after": 0, "units": 1},
        {"who": "everybody", "after": 5, "units": 0},
    ]
    for name, said, phases in (("drop", "Public", []), ("drop_draft", mark, first)):
        fields = drops.Fields(
            variant=side.ids["variant"], title=f"{said} {name}", text=f"{said} text of {name}", units=2, per_person=2,
            opens_at=now + timedelta(minutes=10), ends_at=now + timedelta(hours=1), phases=phases,
        )  # fmt: skip
        side.ids[name] = drops.plan_drop(by=by, store=store, fields=fields).public_id
    row = drops.publish_drop(by=by, store=store, drop=side.ids["drop"])
    drops.take(by=side.shopping, drop=row)
    drops.remind(by=side.shopping, drop=row, on=True)


def _journeys(side: Side, group: str) -> None:
    """A draft, and a journey that the buyer is on."""
    by, store, mark = side.at_work, side.store, side.mark
    entry, wait = {"group": group, "who": "now"}, {"kind": "wait", "id": "s1"}
    letter = {"kind": "send", "id": "s2", "subject": f"{mark} greeting", "text": f"{mark} words"}
    said = {"entry": entry, "steps": [wait, letter]}
    draft = journeys.plan(by=by, store=store, name=f"{mark} way", definition=said)
    going = journeys.plan(by=by, store=store, name=f"{mark} journey", definition=said)
    journeys.start(by=by, store=store, journey_id=going.public_id)
    live = live_of(going)
    assert live is not None
    journeys.enter(by=SYSTEM, version=live, people=[side.buyer.pk])
    journeys.move(by=SYSTEM, journey=going, travellers=[row.pk for row in travellers_of(going)])
    side.ids |= {
        "journey": draft.public_id,
        "journey_going": going.public_id,
        "traveller": travellers_of(going).get().public_id,
    }


def _imports(side: Side) -> None:
    run = catalog.import_products(
        by=side.at_work, store=side.store, content=sheet(side.mark), name=f"{side.mark}.csv", dry_run=True
    )
    side.ids["run"] = run.public_id


def sheet(mark: str) -> bytes:
    """A table of products: one row that can be taken over, one that cannot."""
    lines = [
        "Product,Title,SKU,Category,Price,Stock",
        f"{mark}-p,{mark} imported,{mark}-s1,teapots,12.00,3",
        f"{mark}-q,{mark} rejected,{mark}-s2,teapots,-5,3",
    ]
    return ("\r\n".join(lines) + "\r\n").encode()


def _market_offer(town: Town) -> str:
    now = clock.now()
    made = offers.create_offer(
        by=SYSTEM, store=None, kind="cross-store", title="Market week",
        terms=off(1000, 10000) | {"store_bp": 5000}, currency="CNY",
        starts_at=now - timedelta(hours=1), ends_at=now + timedelta(days=7),
    )  # fmt: skip
    offers.publish_offer(by=SYSTEM, store=None, offer=made.public_id)
    return str(made.public_id)


def _came_back(a: Side) -> str:
    """A payout that the bank could not deliver."""
    row = ledger.prepare_payout(
        by=SYSTEM, store_id=a.store.pk, currency="CNY", upto=clock.now(), period="2026-W00"
    )
    assert row is not None
    ledger.return_payout(by=SYSTEM, payout_id=row.public_id, reason=f"{a.mark} account")
    return str(row.public_id)


def _payouts(a: Side, b: Side) -> str:
    plans = ledger.prepare_payouts(by=SYSTEM, upto=clock.now(), period="2026-W01")
    mine = [plan for plan in plans if plan.store_id == b.store.pk]
    assert mine, "the confirmed order gives the store a balance"
    row = Payout.objects.get(store=b.store, period="2026-W01")
    ledger.send_payout(by=SYSTEM, payout_id=row.public_id, bank_ref=f"{b.mark}-bank")
    return str(Payout.objects.get(store=a.store, period="2026-W01").public_id)


def _console(side: Side, town: Town) -> dict[str, str]:
    """What waits in the console: money that does not match, a dead letter, a stuck refund, a rate, a brand, a draft."""
    odd = place(side.shopping, {side.ids["variant"]: 1}, address=side.address(), claims=[])
    side.groups.append(odd.public_id)
    said = captured(start(side.shopping, odd), amount_minor=1)
    assert orders.receive_payment(by=SYSTEM, provider="test", message=said) == "held"
    letter = Delivery.objects.create(
        message=Message.objects.order_by("pk")[0],
        listener="regulars.nobody.nothing",
        dead_at=clock.now(),
        error="lost",
    )
    stuck = PaymentRefund.objects.order_by("pk").first()
    if stuck is None:
        stuck = PaymentRefund.objects.create(
            payment=Payment.objects.filter(state="captured")[0], ref="stuck", amount_minor=1
        )
    PaymentRefund.objects.filter(pk=stuck.pk).update(state="failed", attempts=99)
    _earn(side)
    now = clock.now()
    draft = offers.create_offer(
        by=SYSTEM, store=None, kind="cross-store", title="Market draft", terms=off(500, 9000) | {"store_bp": 5000},
        currency="CNY", starts_at=now, ends_at=now + timedelta(days=7),
    )  # fmt: skip
    chosen = lists.make_list(by=SYSTEM, title="Chosen")
    lists.put_on(by=SYSTEM, row=chosen, ref=side.ids["product"])
    lists.publish_list(by=SYSTEM, row=chosen)
    rule = ledger.set_commission(by=SYSTEM, store_id=None, category_id=town.knitwear.pk, rate_bp=700)
    edition = placing.publish(by=SYSTEM, book=STANDARD, starts_at=now + timedelta(days=30))
    pin = placing.pin(
        by=SYSTEM, product_id=town.sweater.public_id, spot="home.for-you", place=0, until=now + timedelta(days=1),
        since=now + timedelta(hours=20), reason="Fair",
    )  # fmt: skip
    return {
        "edition": edition.public_id, "pin": pin.public_id,
        "category_id": town.teapots.public_id, "empty_category": catalog.add_category(by=SYSTEM, name="Empty").public_id,
        "brand": catalog.add_brand(by=SYSTEM, name="Clay & Sons").slug,
        "entry": Entry.objects.order_by("pk")[0].public_id, "letter": f"={letter.pk}", "refund": stuck.public_id,
        "discrepancy": Discrepancy.objects.order_by("-pk")[0].public_id, "market_draft": draft.public_id,
        "experiment": decisions.start_experiment(
            by=SYSTEM, name="Chance", arms=[("current", 50), ("random", 50)], spots=["search.results"]
        ).public_id,
        "rule": rule.public_id, "list": chosen.public_id, "list_slug": chosen.slug,
        "synonym": search.add_synonym(by=SYSTEM, one="pot", other="茶壶").public_id,
    }  # fmt: skip


def _earn(side: Side) -> None:
    """One more completed order: the next payout has something to pay."""
    group = bought(side.shopping, {side.ids["variant"]: 1}, address=side.address(), claims=[])
    side.groups.append(group.public_id)
    _confirmed(side, side.at_work, side.shopping, order_in(group, side.store).public_id)
