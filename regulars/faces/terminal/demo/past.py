"""History: orders that ended before the last hours, recorded in bulk with their true prices and dates."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime

import pyarrow as pa

from regulars.faces.terminal.demo import events as ev
from regulars.faces.terminal.demo.opening import Market, address
from regulars.faces.terminal.demo.pricing import Prices
from regulars.faces.terminal.demo.world import Town
from regulars.ground import lake
from regulars.ground.kit.actors import SYSTEM
from regulars.loyalty.customers import actions as customers
from regulars.loyalty.customers.events import StoreFollowed, StoreLeft
from regulars.loyalty.customers.rules import ConsentRow, RelationRow
from regulars.loyalty.outreach.actions import FOLLOWING
from regulars.loyalty.outreach.queries import SWITCHED
from regulars.people.accounts import queries as persons
from regulars.trade.offers.rules import Receipt
from regulars.trade.orders import actions as orders
from regulars.trade.orders.rules import RecordedGroup, RecordedLine, RecordedOrder, line_shares

BATCH = 20_000
COMMISSION_BP = 500


@dataclass(slots=True)
class Parcel:
    """One store's part of an order, as far as it came."""

    shipped_at: datetime | None = None
    delivered_at: datetime | None = None
    confirmed_at: datetime | None = None
    refunded_at: datetime | None = None
    carrier: str = ""
    tracking: str = ""


@dataclass(slots=True)
class Bought:
    """An order and what became of it."""

    order: ev.Order
    paid_at: datetime | None = None
    lapsed_at: datetime | None = None
    parcels: dict[str, Parcel] = field(default_factory=dict)


class Past:
    """Listens to events and records what ended."""

    def __init__(self, town: Town, market: Market):
        self._town, self._market, self._prices = town, market, Prices(town)
        self._bought: dict[str, Bought] = {}
        self._receipts: dict[str, Receipt] = {}
        self._returns: dict[str, ev.ReturnRequest] = {}
        self._follows: dict[tuple[str, str], datetime] = {}
        self._comings: list[tuple[datetime, str, str, bool]] = []

    def hear(self, event: ev.Event) -> None:
        """Remember an event of long ago."""
        match event:
            case ev.Order():
                self._bought[event.key] = Bought(event)
            case ev.Pay():
                self._bought[event.order].paid_at = event.at
            case ev.Lapse():
                self._bought[event.order].lapsed_at = event.at
            case ev.Ship():
                parcel = self._parcel(event.order, event.store)
                parcel.shipped_at, parcel.carrier, parcel.tracking = (
                    event.at,
                    event.carrier.en,
                    event.tracking,
                )
            case ev.Deliver():
                self._parcel(event.order, event.store).delivered_at = event.at
            case ev.Confirm():
                self._parcel(event.order, event.store).confirmed_at = event.at
            case ev.ReturnRequest():
                self._returns[event.key] = event
            case ev.Refund():
                self._refund(event)
            case ev.Follow():
                self._follows[event.person, event.store] = event.at
                self._comings.append((event.at, event.person, event.store, True))
            case ev.Leave():
                self._follows.pop((event.person, event.store), None)
                self._comings.append((event.at, event.person, event.store, False))

    def _parcel(self, order: str, store: str) -> Parcel:
        return self._bought[order].parcels.setdefault(store, Parcel())

    def _refund(self, event: ev.Refund) -> None:
        asked = self._returns.get(event.request)
        if asked is None or asked.order not in self._bought:
            return
        whole = {(line.variant, line.quantity) for line in self._of_store(asked.order, asked.store)}
        if {(line.variant, line.quantity) for line in asked.lines} == whole:
            self._parcel(asked.order, asked.store).refunded_at = event.at

    def _of_store(self, order: str, store: str) -> list[ev.Line]:
        goods = self._town.goods
        return [
            line
            for line in self._bought[order].order.lines
            if goods.products[goods.variants[line.variant].product].store == store
        ]

    def price(self) -> None:
        """Work out every receipt; nothing of it needs the database."""
        self._receipts = {key: self._prices.receipt(one.order) for key, one in self._bought.items()}

    def record(self) -> None:
        """Write orders in true time order, then follows of people who never bought."""
        bought = sorted(self._bought.values(), key=lambda one: one.order.at)
        groups = [self._group(one) for one in bought if one.order.person in self._market.people]
        for start in range(0, len(groups), BATCH):
            part = groups[start : start + BATCH]
            taken = orders.record_orders(by=SYSTEM, groups=part, provider="test", facts=False, told=True)
            self._to_lake(taken.told, f"orders:{start}")
        self._record_follows()
        self._to_lake(self._followed(), "follows")

    def _to_lake(self, rows: list[dict[str, object]], name: str) -> None:
        if rows:
            columns = {key: [row[key] for row in rows] for key in rows[0]}
            lake.append_table("facts", pa.table(columns), batch_key=f"demo:{self._town.seed}:{name}")

    def _followed(self) -> list[dict[str, object]]:
        """Who came and who went, as the lake keeps it."""
        people = persons.public_ids(self._market.people.values())
        return [
            {
                "name": StoreFollowed.name if came else StoreLeft.name, "at": at, "body": "{}",
                "store": self._market.stores[store].public_id,
                "person": people[self._market.people[person]],
            }
            for at, person, store, came in self._comings
            if person in self._market.people
        ]  # fmt: skip

    def _record_follows(self) -> None:
        rows = [
            RelationRow(
                store_id=self._market.stores[store].pk, person_id=self._market.people[person],
                first_touch_at=at, last_touch_at=at, origin="follow", followed_at=at,
            )
            for (person, store), at in self._follows.items()
            if person in self._market.people
        ]  # fmt: skip
        customers.record_relations(by=SYSTEM, rows=rows)
        said = [
            ConsentRow(row.store_id, row.person_id, purpose, "inbox", row.first_touch_at, FOLLOWING, "follow")
            for row in rows
            for purpose in SWITCHED
        ]
        customers.record_consents(by=SYSTEM, rows=said)

    def _group(self, one: Bought) -> RecordedGroup:
        receipt = self._receipts[one.order.key]
        stores = sorted({line.store_id for line in receipt.lines})
        person = self._town.people[one.order.person]
        return RecordedGroup(
            external_ref=f"demo:{one.order.key}",
            person_pk=self._market.people[one.order.person],
            currency=self._town.market.currency,
            placed_at=one.order.at,
            paid_at=one.paid_at,
            state="paid" if one.paid_at else "expired",
            address=address(person),
            language="zh-hans" if person.locale.lower().startswith("zh") else "en",
            orders=[self._order(one, receipt, store) for store in stores],
            uses=self._uses(receipt) if one.paid_at else (),
        )

    def _uses(self, receipt: Receipt) -> list[tuple[str, int]]:
        """The coupons that were spent. They are there already, unlike offers laid in when the past is written."""
        taken = Counter[str]()
        for step in receipt.steps:
            if step.offer_id in self._town.offers.coupons:
                taken[self._market.offers[step.offer_id]] += step.amount_minor
        return list(taken.items())

    def _order(self, one: Bought, receipt: Receipt, store: str) -> RecordedOrder:
        parcel = one.parcels.get(store, Parcel())
        freight = next(total.freight_minor for total in receipt.stores if total.store_id == store)
        return RecordedOrder(
            store_pk=self._market.stores[store].pk,
            lines=self._lines(one, receipt, store),
            state=_state(one, parcel),
            freight_minor=freight,
            shipped_at=parcel.shipped_at,
            delivered_at=parcel.delivered_at,
            confirmed_at=None if parcel.refunded_at else parcel.confirmed_at,
            ended_at=parcel.refunded_at or (None if one.paid_at else one.lapsed_at or one.order.at),
            carrier=parcel.carrier,
            tracking=parcel.tracking,
        )

    def _lines(self, one: Bought, receipt: Receipt, store: str) -> list[RecordedLine]:
        shares = line_shares(receipt)
        found = []
        for line in receipt.lines:
            if line.store_id != store:
                continue
            key = one.order.lines[int(line.line_id)].variant
            variant = self._town.goods.variants[key]
            product = self._town.goods.products[variant.product]
            row = self._market.variants[key]
            found.append(
                RecordedLine(
                    product_pk=row.product_id,
                    variant_pk=row.pk,
                    title=product.name.en,
                    title_zh=product.name.zh,
                    unit_minor=line.unit_minor,
                    quantity=line.quantity,
                    options=row.options,
                    cover=self._market.products[product.key].cover,
                    store_discount_minor=shares[line.line_id].store_minor,
                    market_discount_minor=shares[line.line_id].market_minor,
                    commission_bp=COMMISSION_BP,
                )
            )
        return found


def _state(one: Bought, parcel: Parcel) -> str:
    if one.paid_at is None:
        return "expired"
    if parcel.refunded_at:
        return "refunded"
    if parcel.confirmed_at:
        return "confirmed"
    if parcel.delivered_at:
        return "delivered"
    return "shipped" if parcel.shipped_at else "paid"
