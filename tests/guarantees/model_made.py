"""A small market in which things are made, drawn and tried: coats to measure, a lottery and a trial of cups."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, ClassVar

from django.core.cache import cache
from django.db import transaction

from regulars.goods.catalog.models import Stock
from regulars.ground.kit import clock
from regulars.ground.kit.actors import Actor
from regulars.ground.kit.refusals import Refusal
from regulars.people.accounts.models import Person
from regulars.trade.agreements import actions, queries
from regulars.trade.agreements.models import Agreement
from regulars.trade.draws import actions as trials
from regulars.trade.draws.models import Application, Win
from regulars.trade.draws.tasks import draw_lots, end_promises
from regulars.trade.orders import actions as orders
from regulars.trade.orders.models import Order, Return
from regulars.trade.orders.rules.granting import grants
from regulars.trade.settlement.queries import check_books
from tests.guarantees.model_books import Deposit, Money, Part, booked, fee
from tests.guarantees.telling import Asked, Story, always, among, number, one_of, step, yes_or_no
from tests.town import Town, shopper
from tests.trade.advances.paying_ahead import ordered
from tests.trade.agreements import making
from tests.trade.agreements.plans import coat
from tests.trade.draws.drawing import apply, cups, enter, lottery, trial
from tests.trade.orders.shopping import pay

MORNING = datetime(2026, 3, 2, 9, tzinfo=UTC)
OLGA = Actor("operator", rights=frozenset({"market.read", "market.orders"}))
PIECES, CUPS, AHEAD, PRICE = 2, 100, 30_000, 120_000
# What a shopper who ends it leaves with the store, by the last duty done, of the price.
KEEPS = {"pay": 0, "measure": 0, "proof": 1_000, "approve": 1_000, "make": 2_500}
WAY = ("pay", "measure", "proof", "approve", "make", "balance", "deliver", "accept")
WEEK = timedelta(days=7)


class MadePlace:
    """The town, in which Mei draws for two cups and gives two to try, and Ravi makes coats."""

    def __init__(self) -> None:
        with clock.at(MORNING):
            self.town = Town.build()
            making.form(self.town)
            self.lottery = lottery(self.town, cups(self.town, PIECES), rounds=1)
            self.trial = trial(self.town, PIECES, way="choice", rounds=1)
            self.people = [Person.objects.create(name=f"P{n}", email=f"p{n}@example.com") for n in range(4)]
            cup = Stock.objects.filter(variant=self.town.variant(self.town.cup))
            self.stock = Asked(cup.values_list("on_hand", "held"))


@dataclass
class Coat:
    """An agreement. `at`: how many duties of WAY are done. `state`: signed, done, ended."""

    row: Agreement
    person: Person
    price: int = PRICE
    at: int = 0
    state: str = "signed"
    deposit: Deposit | None = None
    part: Part | None = None

    @property
    def next(self) -> str:
        """The duty that comes now."""
        return WAY[self.at]

    @property
    def kept(self) -> int:
        """What stays with the store when the shopper ends it now."""
        if self.deposit is None or self.part is not None:
            return 0
        return min(self.price * KEEPS[WAY[self.at - 1]] // 10_000, AHEAD)


@dataclass
class Promise:
    """A cup won, or to be tried. State: open, ordered, paid."""

    public_id: str
    person: Person
    state: str = "open"
    group: Any = None


class Made(Story):
    """Its stories; `place` is set before one is told."""

    place: ClassVar[MadePlace]

    def opens(self) -> None:
        """Everything is open."""
        cache.clear()  # how often somebody tried in another story is not undone with it
        self.now, self.money = MORNING + timedelta(hours=1), Money()
        self.coats: list[Coat] = []
        self.parts: list[Part] = []
        self.deposits: list[Deposit] = []
        self.entered: set[int] = set()
        self.applied: dict[int, str] = {}
        self.promises: list[Promise] = []
        self.drawn = False

    def ends(self) -> None:
        """Time ends what was promised and not taken; the whole audit."""
        for weeks in (2, 9):
            with clock.at(self.now + weeks * WEEK):
                draw_lots()
                end_promises()
                self._closes_the_trial()
        assert self._stock() == (CUPS - self._paid_cups(), 0)
        books = check_books()
        assert books["ok"], books["problems"]

    def _try(self, doing: Callable[[], Any]) -> Any:
        """The result, or None when the market says no; a no changes nothing."""
        with clock.at(self.now):
            try:
                with transaction.atomic():
                    done = doing()
            except Refusal:
                done = None
        self.said.append(done is not None)
        return done

    def _closes_the_trial(self) -> None:
        """Mei gives no more places, where she did not give them all."""
        town = self.place.town
        with suppress(Refusal):
            trials.close_trial(by=town.mei_at_work(), store=town.clay, trial_id=self.place.trial.public_id)

    # -- coats

    @step(when=lambda self: len(self.coats) < 3, who=number(0, 1))
    def both_sign(self, who: int) -> None:
        """Somebody asks for a coat, Ravi offers, both sign; no day of it comes within this story."""
        person, town = self.place.people[who], self.place.town

        def agreed() -> Agreement:
            terms = coat(queries.today() + timedelta(days=200))
            return making.signed(town, terms, by=shopper(person))

        row = self._try(agreed)
        if row is not None:
            self.coats.append(Coat(row, person))

    def _open(self, *, early: bool = False) -> list[Coat]:
        rows = [one for one in self.coats if one.state == "signed"]
        return [one for one in rows if one.part is None] if early else rows

    @step(one=among(lambda self: self._open()), many=number(1, 4))
    def goes_on(self, one: Coat, many: int) -> None:
        """The sides do what comes next."""
        for _step in range(many):
            if one.state == "signed":
                with clock.at(self.now):
                    self._next(one)

    def _next(self, one: Coat) -> None:
        town, row = self.place.town, making.fresh(one.row)
        kind = one.next
        one.at += 1
        if kind == "pay":
            self._ahead(one, making.pay(town, row))
        elif kind == "balance":
            self._whole(one, making.paid_balance(row))
        elif kind == "deliver":
            actions.deliver(by=town.ravi_at_work(), agreement_id=row.public_id)
            self._part(one).state = "delivered"
        elif kind == "accept":
            actions.accept(by=shopper(one.person), agreement_id=row.public_id)
            self._part(one).state, one.state = "confirmed", "done"
        else:
            making.step(town, row)

    def _part(self, one: Coat) -> Part:
        assert one.part is not None
        return one.part

    def _ahead(self, one: Coat, advance: Any) -> None:
        assert advance.amount_minor == AHEAD
        one.deposit = Deposit(advance.public_id, self.place.town.cashmere, one.person, AHEAD, fee(AHEAD))
        self.deposits.append(one.deposit)
        self.money.paid_in += AHEAD

    def _whole(self, one: Coat, order: Order) -> None:
        assert one.deposit is not None
        assert (order.paid_minor, order.group.payable_minor) == (one.price, one.price - AHEAD)
        share = fee(one.price)
        one.part = Part(
            order.public_id, self.place.town.cashmere, one.person, one.price, 0, share, {}, {}, state="paid"
        )
        one.deposit.state = "spent"
        self.parts.append(one.part)
        self.money.paid_in += one.price - AHEAD

    @step(
        one=among(lambda self: [one for one in self._open(early=True) if one.next != "balance"]),
        more=number(-9_000, 9_000),
        signs=yes_or_no,
    )
    def asks_for_a_change(self, one: Coat, more: int, signs: bool) -> None:
        """Ravi proposes another price; it holds once both have signed."""
        town = self.place.town

        def changed() -> bool:
            terms = queries.now_of(making.fresh(one.row)).terms
            assert terms is not None
            wanted = coat(price_minor=PRICE + more, milestones=terms.milestones)
            version = making.proposed(town, one.row, wanted)
            return signs and bool(making.sign(shopper(one.person), one.row, version))

        if self._try(changed):
            one.price = PRICE + more

    @step(one=among(lambda self: self._open()), by=one_of("shopper", "store"))
    def somebody_ends_it(self, one: Coat, by: str) -> None:
        """The store gives everything back; the shopper leaves the published share, and ends nothing that is paid."""
        kept = one.kept if by == "shopper" else 0
        who = shopper(one.person) if by == "shopper" else self.place.town.ravi_at_work()
        done = self._try(
            lambda: actions.cancel(by=who, agreement_id=one.row.public_id, why="So.", kept_minor=kept)
        )
        sent = one.at >= WAY.index("deliver") + 1
        assert (done is not None) == (not sent and (by == "store" or one.part is None))
        if done is None:
            return
        one.state = "ended"
        if one.part is not None:
            self._given_back(one, one.part.paid - one.part.refunded)
            one.part.state = "refunded"
        elif one.deposit is not None:
            self._split(one.deposit, kept)

    def _split(self, deposit: Deposit, kept: int) -> None:
        """The store keeps a part of what was paid ahead, less commission; the rest goes back."""
        self.money.sent_back += AHEAD - kept
        deposit.state = "kept" if kept else "returned"
        deposit.amount, deposit.commission = kept, fee(kept)

    def _given_back(self, one: Coat, minor: int) -> None:
        part = self._part(one)
        part.refunded += minor
        rows = Return.objects.of(part.store).filter(order__public_id=part.public_id)
        assert sum(row.amount_minor for row in rows) == part.refunded
        # Each time the share is rounded, so that it may be a cent off what the rest would be charged.
        part.commission_back = sum(row.split["commission_minor"] for row in rows)
        assert abs(part.commission_left - fee(part.paid - part.refunded)) <= len(rows)
        self.money.sent_back += minor

    @step(
        one=among(lambda self: [one for one in self._open() if one.deposit is not None]), ninths=number(0, 9)
    )
    def the_market_decides(self, one: Coat, ninths: int) -> None:
        """A dispute ends with a part of what was paid going back; what is made and not all given back goes on."""
        assert one.deposit is not None
        paid = one.price - self._part(one).refunded if one.part is not None else AHEAD
        back = paid * ninths // 9

        def decided() -> Any:
            actions.dispute(by=shopper(one.person), agreement_id=one.row.public_id, why="So.")
            return actions.decide(by=OLGA, agreement_id=one.row.public_id, returned_minor=back, why="So.")

        if self._try(decided) is None:
            return
        if one.part is None:
            self._split(one.deposit, AHEAD - back)
            one.state = "ended"
        else:
            self._given_back(one, back)
            self._after_decision(one)

    def _after_decision(self, one: Coat) -> None:
        part, state = self._part(one), making.fresh(one.row).state
        if part.refunded == part.paid:
            part.state = "refunded"
        elif part.state == "delivered":
            part.state = "confirmed"
        assert (state == "signed") == (part.state == "paid")
        one.state = "signed" if state == "signed" else "done"

    # -- cups won and tried

    @step(who=number(0, 3))
    def puts_a_lot_in(self, who: int) -> None:
        """Somebody enters the lottery, once."""
        person = self.place.people[who]
        done = self._try(lambda: enter(person, self.place.lottery))
        assert (done is not None) == (not self.drawn and person.pk not in self.entered)
        self.entered |= {person.pk}

    @step(who=number(0, 3), chosen=yes_or_no)
    def asks_to_try(self, who: int, chosen: bool) -> None:
        """Somebody applies, once; Mei gives places while there are some."""
        person, town = self.place.people[who], self.place.town
        done = self._try(lambda: apply(person, self.place.trial))
        if done is None:
            assert self.drawn or person.pk in self.applied
            return
        self.applied[person.pk] = done.public_id
        if not chosen:
            return
        given = self._try(
            lambda: trials.choose(
                by=town.mei_at_work(), store=town.clay, application_id=done.public_id, reason="Tea."
            )
        )
        mine = [one for one in self.promises if one.public_id in self.applied.values()]
        assert (given is not None) == (len(mine) < PIECES)
        if given is not None:
            self.promises.append(Promise(done.public_id, person))

    @step(when=lambda self: not self.drawn and self.entered)
    def lots_are_drawn(self) -> None:
        """A week later: as many winners as there are cups and people, nobody twice."""
        self.now, self.drawn = max(self.now, MORNING + WEEK + timedelta(minutes=1)), True
        with clock.at(self.now):
            draw_lots()
        wins = list(Win.objects.of(self.place.town.clay).select_related("entry"))
        who = [win.entry.person_id for win in wins]
        assert len(wins) == len(set(who)) == min(PIECES, len(self.entered))
        assert set(who) <= self.entered
        people = {one.pk: one for one in self.place.people}
        self.promises += [
            Promise(win.public_id, people[pk]) for win, pk in zip(wins, who, strict=True) if pk in people
        ]
        # Places of the trial that nobody ordered in time are gone; Mei gave them in the first days.
        self._lapse()

    def _lapse(self) -> None:
        with clock.at(self.now):
            end_promises()
        rows = Application.objects.of(self.place.town.clay).filter(state="lapsed")
        gone = set(rows.values_list("public_id", flat=True))
        self.promises = [one for one in self.promises if one.public_id not in gone]

    @step(
        one=among(lambda self: [one for one in self.promises if one.state == "open"]),
        then=one_of("pays", "pays", "cancels"),
    )
    def takes_the_cup(self, one: Promise, then: str) -> None:
        """Who was promised a cup orders it for its delivery alone: paid it is sold, ended it waits again."""
        by = shopper(one.person)
        group = self._try(lambda: ordered(by, grants.find(by, one.public_id)))
        assert group is not None
        assert group.total_minor == group.freight_minor
        with clock.at(self.now):
            assert self._try(lambda: ordered(by, grants.find(by, one.public_id))) is None, "ordered twice"
            if then == "pays":
                assert pay(by, group) == "paid"
                self._sold(one, group)
            else:
                orders.cancel_group(by=by, group=group.public_id)

    def _sold(self, one: Promise, group: Any) -> None:
        one.state = "paid"
        (order,) = group.orders.all()
        self.money.paid_in += group.total_minor
        self.parts.append(
            Part(
                order.public_id, self.place.town.clay, one.person, order.paid_minor, order.market_discount_minor,
                order.commission_minor, {}, {}, state="paid",
            )
        )  # fmt: skip

    def _paid_cups(self) -> int:
        return sum(one.state == "paid" for one in self.promises)

    def _stock(self) -> tuple[int, int]:
        ((on_hand, held),) = self.place.stock()
        return on_hand, held

    # -- what must hold

    @always
    def money_is_where_the_model_says(self) -> None:
        """Nothing appears, nothing is lost, on any account."""
        assert booked() == self.money.expected(self.parts, self.deposits)

    @always
    def cups_are_where_the_model_says(self) -> None:
        """Sold is what was paid for, and what was promised is there."""
        on_hand, held = self._stock()
        promised = sum(one.state == "open" for one in self.promises)
        assert on_hand == CUPS - self._paid_cups()
        assert promised <= held <= 2 * PIECES - self._paid_cups()
