"""The small market with a drop and a presale in it: tickets, places and deposits beside everything else."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any, NamedTuple

from regulars.ground.kit import clock
from regulars.people.accounts.models import Person
from regulars.trade.drops import actions as drops
from regulars.trade.drops.actions.granting import grants_of as ticket
from regulars.trade.drops.models import Drop, Seat
from regulars.trade.drops.queries.finding import held_until
from regulars.trade.orders import actions as orders
from regulars.trade.presales import actions as presales
from regulars.trade.presales.models import Booking, PresaleItem
from regulars.trade.presales.rules import Windows
from tests.guarantees.model_books import Bill, Deposit, fee
from tests.guarantees.model_market import MORNING, Market, Place
from tests.guarantees.telling import Asked, always, among, number, one_of, several, step, yes_or_no
from tests.town import shopper
from tests.trade.advances.paying_ahead import ordered
from tests.trade.drops.dropping import announced
from tests.trade.presales import preselling

DAY = timedelta(days=1)
PIECES, PLACES, DEPOSIT = 3, 3, 1_000
HAS = ("won", "ordered", "paid")
ANSWERS = {
    "won": {"won", "lapsed"}, "ordered": {"ordered"}, "paid": {"paid"}, "lapsed": {"lapsed"}, "lost": {"sold-out"},
    "placed": {"waiting", "sold-out", "over"}, "": {"sold-out", "over"},
}  # fmt: skip


class SeatNow(NamedTuple):
    """What the database says of somebody's place in the drop."""

    pk: int
    public_id: str
    person_id: int
    state: str
    turn_us: int
    pay_until_us: int


class RushPlace(Place):
    """The town, with three cups dropped for a week and three teapots presold for a month."""

    def __init__(self) -> None:
        super().__init__()
        with clock.at(MORNING):
            self.drop = announced(
                self.town,
                units=PIECES,
                queue_most=PIECES,
                opens_at=MORNING + timedelta(minutes=30),
                ends_at=MORNING + 7 * DAY,
            )
            self.windows = Windows(
                MORNING, MORNING + 10 * DAY, MORNING + 12 * DAY, MORNING + 30 * DAY, MORNING + 40 * DAY
            )
            self.presale = presales.plan_presale(
                by=self.town.mei_at_work(),
                store=self.town.clay,
                product_id=self.town.teapot.public_id,
                windows=self.windows,
                items={self.town.variant(self.town.teapot).public_id: preselling.AMOUNTS | {"quota": PLACES}},
                unpaid="forfeit",
                per_person=2,
                title="Winter firing",
            )
            self.presale = presales.publish_presale(
                by=self.town.mei_at_work(), store=self.town.clay, presale=self.presale.public_id
            )
            self.row_of_drop = Asked(
                Drop.objects.filter(pk=self.drop.pk).values_list("taken", "waiting", "paid")
            )
            self.seats = Asked(Seat.objects.filter(drop=self.drop).values_list(*SeatNow._fields))
            self.places = Asked(PresaleItem.objects.filter(presale=self.presale).values_list("booked"))
            self.people = [
                self.town.alice,
                self.town.bob,
                *(Person.objects.create(name=f"P{n}", email=f"p{n}@example.com") for n in range(4)),
            ]


@dataclass
class Ticketed:
    """An order made with a ticket."""

    seat: int
    bill: Bill
    freed: bool = False


@dataclass
class Held:
    """Places somebody took in the presale. State: awaiting, booked, lapsed, cancelled, forfeited."""

    public_id: str
    person: Any
    quantity: int
    until: Any
    state: str = "awaiting"
    deposit: Deposit | None = None
    bill: Bill | None = None

    def counts(self, now: Any) -> bool:
        """Whether its places are taken."""
        return self.state in ("booked", "forfeited") or (self.state == "awaiting" and self.until > now)

    def open(self, now: Any) -> bool:
        """Whether the person can have no other."""
        paid = self.bill is not None and self.bill.state == "paid"
        return self.counts(now) and self.state != "forfeited" and not paid


class Rush(Market):
    """Market's stories with both."""

    place: RushPlace  # type: ignore[misc]

    def opens(self) -> None:
        """The market opens, and the drop with it."""
        Market.opens(self)
        self.tickets: list[Ticketed] = []
        self.held: list[Held] = []
        self.sold_off = 0
        self.seats: list[SeatNow] = []

    # -- the drop

    @step(crowd=several(number(0, 5), 1, 4))
    def ask_for_a_piece(self, crowd: list[int]) -> None:
        """Some people ask for a piece of the drop, perhaps not for the first time."""
        for who in crowd:
            self._asks(self.place.people[who])

    def _asks(self, person: Person) -> None:
        before = {seat.person_id: seat.state for seat in self.seats}
        with clock.at(self.now):
            told = drops.take(by=shopper(person), drop=self.place.drop).code
        self._look()
        seats = {seat.person_id: seat for seat in self.seats}
        assert told in ANSWERS[seats[person.pk].state if person.pk in seats else ""]
        self._turns_were_kept(before, seats)

    def _look(self) -> None:
        self.seats = [SeatNow(*row) for row in self.place.seats()]

    def _turns_were_kept(self, before: dict[int, str], seats: dict[int, SeatNow]) -> None:
        waiting = [seat.turn_us for seat in seats.values() if seat.state == "placed"]
        fresh = [
            seat.turn_us for pk, seat in seats.items() if seat.state == "won" and before.get(pk) != "won"
        ]
        assert not waiting or all(turn <= min(waiting) for turn in fresh), "somebody passed those who waited"

    @step(
        often=2,
        seat=among(lambda self: [one for one in self.seats if one.state == "won"]),
        then=one_of("pays", "waits"),
    )
    def orders_the_piece(self, seat: SeatNow, then: str) -> None:
        """Whoever has a piece checks out with it."""
        (person,) = (one for one in self.place.people if one.pk == seat.person_id)
        by = shopper(person)
        in_time = seat.pay_until_us > self.now.timestamp() * 1_000_000
        group = self._try(lambda: ordered(by, ticket(by, seat.public_id)))
        assert (group is not None) == in_time
        if group is None:
            return
        assert group.pay_until.timestamp() * 1_000_000 <= seat.pay_until_us
        bill = self._note(group, person, {self._cup: 1})
        self.tickets.append(Ticketed(seat.pk, bill))
        if then == "pays":
            self._pay(bill)

    @property
    def _cup(self) -> int:
        return self.place.drop.variant_id

    def _set_aside(self) -> int:
        """Pieces the drop still keeps off the shelf: all but those in orders, and those it lost meanwhile."""
        if self.now >= held_until(self.place.drop):
            return 0
        return PIECES - sum(not one.freed for one in self.tickets) - self.sold_off

    def _free(self, pk: int) -> int:
        return super()._free(pk) - (self._set_aside() if pk == self._cup else 0)

    def _bills_ended(self) -> None:
        """Pieces of orders that ended unpaid go back to the drop, where nobody bought them meanwhile."""
        for one in self.tickets:
            if not one.freed and one.bill.state in ("cancelled", "expired", "held") and one.bill.ended:
                room = self._free(self._cup) > 0
                one.freed = True
                self.sold_off += 0 if room or self.now >= held_until(self.place.drop) else 1

    # -- the presale

    @step(who=number(0, 1), quantity=number(1, 2), pays=yes_or_no)
    def takes_places(self, who: int, quantity: int, pays: bool) -> None:
        """Somebody takes places and mostly pays the deposit."""
        person = self.place.people[who]
        mine = any(one.person == person and one.open(self.now) for one in self.held)
        taken = sum(one.quantity for one in self.held if one.counts(self.now))
        possible = self.now < self.place.windows.deposit_until and not mine and taken + quantity <= PLACES
        row = self._try(lambda: preselling.book(shopper(person), self.place.presale, quantity))
        assert (row is not None) == possible
        if row is None:
            return
        until = min(self.now + timedelta(minutes=30), self.place.windows.deposit_until)
        one = Held(row.public_id, person, quantity, until)
        self.held.append(one)
        if pays:
            self._pay_deposit(one, row)

    def _pay_deposit(self, one: Held, row: Booking) -> None:
        amount = DEPOSIT * one.quantity
        with clock.at(self.now):
            assert preselling.pay_deposit(shopper(one.person), row) == "paid"
        self.money.paid_in += amount
        one.deposit = Deposit(row.advance_ref, self.place.town.clay, one.person, amount, fee(amount))
        one.state = "booked"

    @step(one=among(lambda self: [one for one in self.held if one.open(self.now)]))
    def gives_places_up(self, one: Held) -> None:
        """Early the deposit comes back and the places are free, later neither."""
        done = self._try(lambda: presales.cancel_booking(by=shopper(one.person), booking=one.public_id))
        under_way = one.deposit is not None and one.deposit.state == "used"
        assert (done is not None) == (not under_way)
        if done is None:
            return
        early = self.now < self.place.windows.deposit_until
        if one.deposit is None:
            one.state = "lapsed"
        elif early:
            one.state, one.deposit.state = "cancelled", "returned"
            self.money.sent_back += one.deposit.amount
        else:
            one.state, one.deposit.state = "forfeited", "kept"

    @step(
        often=5,
        one=among(lambda self: [one for one in self.held if one.state == "booked"]),
        waits=one_of(True, True, False),
        then=one_of("pays", "pays", "waits"),
    )
    def orders_the_balance(self, one: Held, waits: bool, then: str) -> None:
        """The balance is ordered in its window, once."""
        if waits:
            self.now = max(self.now, self.place.windows.balance_from)
        assert one.deposit is not None
        inside = self.place.windows.balance_from <= self.now < self.place.windows.balance_until
        row = Booking.objects.of(self.place.town.clay).select_related("presale").get(public_id=one.public_id)
        group = self._try(lambda: preselling.order_balance(shopper(one.person), row))
        assert (group is not None) == (inside and one.deposit.state == "paid")
        if group is None:
            return
        assert group.payable_minor == group.total_minor - one.deposit.amount
        one.bill = self._note(group, one.person, {})
        one.bill.ahead, one.deposit.state = [one.deposit], "used"
        if then == "pays":
            self._pay(one.bill)

    @step(when=lambda self: any(one.state == "booked" and one.bill is None for one in self.held))
    def the_window_closes(self) -> None:
        """Whoever did not pay the balance loses the deposit to the store."""
        self.now = max(self.now, self.place.windows.balance_until)
        with clock.at(self.now):
            orders.expire_groups()
            presales.end_unpaid()
        self._ended_by_time()
        for one in self.held:
            if one.state == "booked" and one.deposit is not None and one.deposit.state == "paid":
                one.state, one.deposit.state = "forfeited", "kept"

    # -- what must hold

    def _paid_ahead(self) -> list[Deposit]:
        return [*self.deposits, *(one.deposit for one in self.held if one.deposit is not None)]

    @always
    def tickets_are_where_the_model_says(self) -> None:
        """Never more pieces given out than the drop has, and every paid one has its order."""
        self._look()
        ((taken, waiting, paid),) = self.place.row_of_drop()
        assert taken == sum(seat.state in HAS for seat in self.seats) + self.sold_off <= PIECES
        assert waiting == sum(seat.state == "placed" for seat in self.seats)
        of_orders = {one.seat for one in self.tickets if one.bill.state == "paid"}
        assert {seat.pk for seat in self.seats if seat.state == "paid"} == of_orders
        assert paid == len(of_orders)

    @always
    def places_are_where_the_model_says(self) -> None:
        """Never more places taken than there are."""
        ((told,),) = self.place.places()
        late = sum(one.quantity for one in self.held if one.state == "awaiting" and one.until <= self.now)
        taken = sum(one.quantity for one in self.held if one.counts(self.now))
        assert taken <= told <= min(taken + late, PLACES)
