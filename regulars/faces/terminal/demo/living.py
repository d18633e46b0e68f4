"""The last hours and the cast: every event is an action at its moment, as if the people themselves did it."""

from __future__ import annotations

from collections import Counter
from typing import Any

from regulars.faces.terminal.demo import events as ev
from regulars.faces.terminal.demo.opening import Market, address, at_work, door_of
from regulars.faces.terminal.demo.world import Town
from regulars.ground.bus.attempts import attempt
from regulars.ground.kit import clock
from regulars.ground.kit.actors import SYSTEM, Actor
from regulars.ground.kit.refusals import Refusal
from regulars.loyalty.customers import actions as customers
from regulars.trade.offers import actions as offering
from regulars.trade.orders import actions as orders
from regulars.trade.orders import queries as asking
from regulars.trade.payments.rules import ProviderMessage

# What the town calls a reason, and what the market's list calls it.
MEANS = {
    "colour": "not-as-described",
    "arrived-bad": "damaged",
    "broken": "damaged",
    "changed-mind": "changed-mind",
}


class Living:
    """Acts events out; what the market refuses (a coupon already gone) is simply not done."""

    def __init__(self, town: Town, market: Market):
        self._town, self._market = town, market
        self._groups: dict[str, Any] = {}
        self._backs: dict[str, str] = {}
        self._asked: dict[str, str] = {}
        self.refused: Counter[str] = Counter()

    def act(self, event: ev.Event) -> None:
        """Do what the event says at its moment."""
        doing = getattr(self, f"_{type(event).__name__.lower()}", None)
        if doing is None:
            return
        with clock.at(event.at):
            try:
                with attempt():
                    doing(event)
            except Refusal as refusal:
                self.refused[refusal.code] += 1

    def _shopper(self, person: str) -> Actor:
        return Actor("shopper", person_id=self._market.people[person])

    def _follow(self, event: ev.Follow) -> None:
        customers.follow(by=self._shopper(event.person), store=self._market.stores[event.store])

    def _leave(self, event: ev.Leave) -> None:
        customers.leave(by=self._shopper(event.person), store=self._market.stores[event.store])

    def _claim(self, event: ev.Claim) -> None:
        offer, by = self._market.offers[event.offer], self._shopper(event.person)
        if event.offer in self._town.offers.envelopes:
            offering.open_red_envelope(by=by, offer=offer)
            return
        coupon = self._town.offers.coupons[event.offer]
        if coupon.audience == "regulars":
            store = self._market.stores[coupon.store]
            offering.meant_for(
                by=at_work(self._market, coupon.store),
                store=store,
                offer=offer,
                persons=[by.require_person()],
            )
        offering.claim(by=by, offer=offer)

    def _order(self, event: ev.Order) -> None:
        by = self._shopper(event.person)
        lines = {self._market.variants[part.variant].public_id: part.quantity for part in event.lines}
        currency = self._town.market.currency
        quote = asking.quote(by=by, currency=currency, lines=lines)
        person = self._town.people[event.person]
        self._groups[event.key] = orders.place_order(
            by=by, expected_total_minor=quote.total_minor, currency=currency, lines=lines,
            address=address(person), email=person.email, phone=person.phone,
            language="zh-hans" if person.locale.lower().startswith("zh") else "en",
        )  # fmt: skip

    def _pay(self, event: ev.Pay) -> None:
        group = self._groups.get(event.order)
        if group is None:
            return
        by = Actor("shopper", person_id=group.person_id)
        payment = orders.start_paying(by=by, group=group.public_id, provider="test")
        message = ProviderMessage(
            event_id=f"demo-{event.order}", kind="captured", payment_id=payment.public_id,
            provider_ref=f"demo-{event.order}", amount_minor=payment.amount_minor, currency=payment.currency,
        )  # fmt: skip
        orders.receive_payment(by=SYSTEM, provider="test", message=message)

    def _part(self, order: str, store: str) -> Any:
        group = self._groups.get(order)
        if group is None:
            raise Refusal()
        return next(part for part in asking.parts_of(group) if part.store_id == self._market.stores[store].pk)

    def _ship(self, event: ev.Ship) -> None:
        orders.ship(
            by=at_work(self._market, event.store), store=self._market.stores[event.store],
            order=self._part(event.order, event.store).public_id, carrier=event.carrier.en, tracking=event.tracking,
        )  # fmt: skip

    def _deliver(self, event: ev.Deliver) -> None:
        orders.deliver(
            by=at_work(self._market, event.store), store=self._market.stores[event.store],
            order=self._part(event.order, event.store).public_id,
        )  # fmt: skip

    def _confirm(self, event: ev.Confirm) -> None:
        part = self._part(event.order, event.store)
        orders.confirm(by=Actor("shopper", person_id=part.person_id), order=part.public_id)

    def _returnrequest(self, event: ev.ReturnRequest) -> None:
        part = self._part(event.order, event.store)
        by_variant = {line.variant_id: line.public_id for line in asking.lines_of(part)}
        lines = {by_variant[self._market.variants[one.variant].pk]: one.quantity for one in event.lines}
        back = orders.ask_return(
            by=Actor("shopper", person_id=part.person_id), order=part.public_id, lines=lines,
            kind="return_and_refund" if event.sends_back else "refund_only",
            reason=MEANS.get(event.reason, "other"), text=event.words.en,
        )  # fmt: skip
        self._backs[event.key] = back.public_id
        self._asked[event.key] = event.store

    def _returnanswer(self, event: ev.ReturnAnswer) -> None:
        back = self._backs.get(event.request)
        if back is None:
            return
        asked = self._asked[event.request]
        by, store = at_work(self._market, asked), self._market.stores[asked]
        if event.accepted:
            orders.accept_return(by=by, store=store, back=back, send_to=door_of(store))
        else:
            orders.refuse_return(by=by, store=store, back=back, answer=event.words.en or "Not possible")
