"""What follows an order: payment, parcels, receipt, now and then a return, often the wish to come back."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from .content import read, split, text
from .events import (
    Confirm,
    Deliver,
    Lapse,
    Line,
    Order,
    Pay,
    Refund,
    ReturnAnswer,
    ReturnRequest,
    SendBack,
    Ship,
)
from .memory import Errand, Memory
from .nouns import Person, Text
from .rhythm import daytime, midnight, second_of_day
from .world import Town

UNPAID = 0.045
WISHES = 0.8
SATED_DAYS = 70.0
LATE_PAYER = 0.06
LAPSES_AFTER = timedelta(minutes=30)
CLOCK_CONFIRMS_AFTER = timedelta(days=7)
METHODS = ("wallet", "wallet", "wallet", "card", "bank")
FRESH = frozenset(
    {"tide-table", "four-oclock-bakery", "weekday-flowers", "grandpas-oranges", "peach-terrace"}
)


@dataclass(slots=True)
class Aftermath:
    """Tells what becomes of orders."""

    town: Town
    memory: Memory
    dice: Random

    def follow(self, order: Order, person: Person, errand: Errand) -> None:
        """Everything that comes of one order."""
        if not errand.told and self.dice.random() < UNPAID:
            self.memory.tell(Lapse(order.at + LAPSES_AFTER, order.key))
            return
        late = not errand.told and self.dice.random() < LATE_PAYER
        wait = self.dice.uniform(120, 1700) if late else self.dice.uniform(4, 75)
        paid_at = order.at + timedelta(seconds=round(wait))
        self.memory.tell(Pay(paid_at, order.key, self.dice.choice(METHODS)))
        for store, lines in self.parcels(order).items():
            self._parcel(order, store, lines, person, errand, paid_at)

    def parcels(self, order: Order) -> dict[str, list[Line]]:
        """The lines of an order by store."""
        found: dict[str, list[Line]] = {}
        for line in order.lines:
            store = self._product(line).rpartition("/")[0].rpartition("/")[0]
            found.setdefault(store, []).append(line)
        return found

    def _product(self, line: Line) -> str:
        return self.town.goods.variants[line.variant].product

    def _parcel(
        self, order: Order, store: str, lines: list[Line], person: Person, errand: Errand, paid_at: datetime
    ) -> None:
        delivered_at = self._travel(order, store, paid_at)
        given_back = self._given_back(lines, errand)
        if given_back:
            happy = self._return(order, store, lines, given_back, delivered_at)
        else:
            self._confirm(order, store, delivered_at)
            happy = True
        self._wish(person, store, delivered_at, happy)

    def _travel(self, order: Order, store: str, paid_at: datetime) -> datetime:
        packing = self.dice.uniform(2, 12) if store in FRESH else self.dice.uniform(4, 40)
        shipped_at = daytime(paid_at + timedelta(hours=packing), self.town, 9, 18)
        road = self.dice.uniform(18, 40) if store in FRESH else self.dice.uniform(26, 100)
        delivered_at = daytime(shipped_at + timedelta(hours=road), self.town, 9, 20)
        self.memory.tell(Ship(shipped_at, order.key, store, *self._label()))
        self.memory.tell(Deliver(delivered_at, order.key, store))
        return delivered_at

    def _label(self) -> tuple[Text, str]:
        carrier = split(self.dice.choice(read("returns")["carriers"]))
        return carrier, f"RT{self.dice.randrange(10**10):010d}"

    def _confirm(self, order: Order, store: str, since: datetime) -> None:
        by_hand = self.dice.random() < 0.62
        wait = timedelta(hours=self.dice.uniform(1, 70)) if by_hand else CLOCK_CONFIRMS_AFTER
        self.memory.tell(Confirm(since + wait, order.key, store, not by_hand))

    def _given_back(self, lines: list[Line], errand: Errand) -> tuple[Line, dict[str, Any]] | None:
        for line in lines:
            leaf = self.town.goods.products[self._product(line)].category
            fitting = [
                row for row in read("returns")["reasons"] if not row["leaves"] or leaf in row["leaves"]
            ]
            weights = [row["weight"] for row in fitting]
            wanted = errand.returns == self._product(line)
            if wanted or (not errand.told and self.dice.random() * 100 < sum(weights)):
                quantity = self.dice.randint(1, line.quantity)
                return Line(line.variant, quantity), self.dice.choices(fitting, weights=weights)[0]
        return None

    def _return(
        self,
        order: Order,
        store: str,
        lines: list[Line],
        given_back: tuple[Line, dict[str, Any]],
        delivered_at: datetime,
    ) -> bool:
        line, reason = given_back
        key = f"r{self.memory.number():07d}"
        asked_at = delivered_at + timedelta(hours=self.dice.uniform(1, 96))
        self.memory.tell(
            ReturnRequest(
                asked_at,
                key,
                order.key,
                store,
                (line,),
                reason["key"],
                text(reason["text"]),
                reason["sends_back"],
            )
        )
        settled_at, accepted = self._settle(key, reason, asked_at)
        if not accepted or [line] != lines:
            self._confirm(order, store, settled_at)
        return accepted

    def _settle(self, key: str, reason: dict[str, Any], asked_at: datetime) -> tuple[datetime, bool]:
        answered_at = daytime(asked_at + timedelta(hours=self.dice.uniform(1, 16)), self.town, 9, 21)
        accepted = self.dice.random() < 0.93
        words = Text("", "") if accepted else text(read("returns")["declined"])
        self.memory.tell(ReturnAnswer(answered_at, key, accepted, words))
        return (self._refund(key, reason, answered_at) if accepted else answered_at), accepted

    def _refund(self, key: str, reason: dict[str, Any], answered_at: datetime) -> datetime:
        refunded_at = answered_at + timedelta(minutes=self.dice.uniform(2, 90))
        if reason["sends_back"]:
            posted_at = answered_at + timedelta(hours=self.dice.uniform(3, 40))
            self.memory.tell(SendBack(posted_at, key, *self._label()))
            refunded_at = posted_at + timedelta(hours=self.dice.uniform(30, 96))
        self.memory.tell(Refund(refunded_at, key))
        return refunded_at

    def _wish(self, person: Person, store: str, delivered_at: datetime, happy: bool) -> None:
        place = self.town.stores[store]
        heart = place.loyalty * (0.45 + 0.85 * person.propensity) * (1.0 if happy else 0.35)
        known = self.memory.fondness[person.key]
        change = 1.6 * heart - place.cycle_days / SATED_DAYS
        known[store] = min(3.0, max(-0.9, known.get(store, 0.0) + change))
        if self.dice.random() < WISHES * heart:
            days = max(1, round(place.cycle_days * self.dice.lognormvariate(0.0, 0.35)))
            self.come_again(person, store, (delivered_at + timedelta(days=days)).date())

    def come_again(self, person: Person, store: str, day: date) -> None:
        """Plan a visit to one store on that day, at an hour which suits the person."""
        moment = midnight(self.town, day) + timedelta(seconds=round(second_of_day(person, day, self.dice)))
        self.memory.plan(Errand(moment, person.key, store))
