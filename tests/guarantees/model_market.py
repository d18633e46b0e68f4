"""Two shoppers, two stores, four variants, offers of a store and of the market: what people may do, at random."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any, ClassVar

from django.db import transaction

from regulars.goods.catalog.models import Stock
from regulars.ground.kit import clock
from regulars.ground.kit.actors import SYSTEM, Actor
from regulars.ground.kit.refusals import Refusal
from regulars.trade.advances import actions as ahead
from regulars.trade.advances.queries import advances_by_public_id
from regulars.trade.offers import actions as offering
from regulars.trade.orders import actions as orders
from regulars.trade.orders import queries as asking
from regulars.trade.orders.models import Order
from regulars.trade.payments.actions import carry_out_due
from regulars.trade.payments.rules import ProviderMessage
from regulars.trade.settlement import actions as settlement
from regulars.trade.settlement.queries import check_books
from tests.guarantees.model_books import Bill, Deposit, Money, Part, booked, fee
from tests.guarantees.model_care import Care, Held, sell_care
from tests.guarantees.model_club import Club, begin
from tests.guarantees.telling import Asked, Story, always, among, counts, number, one_of, step, yes_or_no
from tests.town import Town, shopper
from tests.trade.advances.paying_ahead import bookings, ordered, paid_ahead, promise

MORNING = datetime(2026, 3, 2, 9, tzinfo=UTC)
EACH = 9
CURRENCY = "CNY"
ADDRESS = {"recipient": "Alice", "phone": "10000000000", "city": "Yixing", "street": "1 Kiln Road"}


class Place:
    """The town in which every story begins anew: built once, each story is undone."""

    def __init__(self) -> None:
        with clock.at(MORNING):
            self.town = Town.build()
            self.at_work = {
                self.town.clay.pk: self.town.mei_at_work(),
                self.town.cashmere.pk: self.town.ravi_at_work(),
            }
            stores = (self.town.clay, self.town.cashmere)
            self.variants = [row for store in stores for row in store.variants.order_by("pk")]
            Stock.objects.filter(variant__in=self.variants).update(on_hand=EACH)
            stock = Stock.objects.filter(variant__in=[row.pk for row in self.variants])
            self.stock = Asked(stock.values_list("variant_id", "on_hand", "held"))
            self._run_offers()
            begin(self.town)
            self.care = sell_care(self.town)
        self._totals: dict[tuple[tuple[int, int], ...], int] = {}

    def total(self, wants: dict[int, int], at: datetime) -> int:
        """What pieces that are there (variant by position) cost: the same in every story, whoever asks."""
        key = tuple(sorted(wants.items()))
        if key not in self._totals:
            lines = {self.variants[index].public_id: count for index, count in key}
            with clock.at(at):
                found = asking.quote(by=shopper(self.town.bob), currency=CURRENCY, lines=lines)
            self._totals[key] = found.total_minor
        return self._totals[key]

    def _run_offers(self) -> None:
        town = self.town
        period = {"starts_at": MORNING - timedelta(days=1), "ends_at": MORNING + timedelta(days=60)}
        save = offering.create_offer(
            by=town.mei_at_work(),
            store=town.clay,
            kind="spend-and-save",
            title="Ten off",
            terms={"tiers": [{"threshold_minor": 20000, "off_minor": 1001}]},
            **period,
        )
        tiers = [{"threshold_minor": 30000, "off_minor": 3333}]
        across = offering.create_offer(
            by=SYSTEM,
            store=None,
            kind="cross-store",
            title="Across",
            pool="p",
            currency=CURRENCY,
            terms={"tiers": tiers, "repeats": True, "store_bp": 3000},
            **period,
        )
        offering.publish_offer(by=town.mei_at_work(), store=town.clay, offer=save.public_id)
        offering.publish_offer(by=SYSTEM, store=None, offer=across.public_id)
        for store in (town.clay, town.cashmere):
            offering.join_offer(by=self.at_work[store.pk], store=store, offer=across.public_id)


class Market(Story):
    """Its stories; `place` is set before one is told."""

    place: ClassVar[Place]

    def opens(self) -> None:
        """The market opens with little stock, so that it runs out."""
        self.heard = bookings()
        self.heard.__enter__()
        self.now = MORNING + timedelta(hours=1)
        self.hand = {row.pk: EACH for row in self.place.variants}
        self.bills: list[Bill] = []
        self.money = Money()
        self.number = 0
        self.club = Club(self.place.town)
        self.deposits: list[Deposit] = []
        self.care = Care(self.place.care)

    def ends(self) -> None:
        """The whole audit once, and what the market's own queries say."""
        books = check_books()
        assert books["ok"], books["problems"]
        self.club.ends()

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

    def _at_work(self, part: Part) -> Actor:
        return self.place.at_work[part.store.pk]

    def _parts(self, *states: str) -> list[Part]:
        return [part for bill in self.bills for part in bill.parts if part.state in states]

    # -- ordering and paying

    @step(
        who=one_of("alice", "bob"),
        wants=counts(kinds=4, each=3, least=1, most=3),
        then=one_of("pays", "pays", "pays twice", "waits"),
        spends=yes_or_no,
        cares=number(0, 2),
    )
    def order(self, who: str, wants: dict[int, int], then: str, spends: bool, cares: int) -> None:
        """Somebody orders, some of it with points or a service plan, and mostly pays at once."""
        person = getattr(self.place.town, who)
        lines = {self.place.variants[index].public_id: count for index, count in wants.items()}
        wanted = {self.place.variants[index].pk: count for index, count in wants.items()}
        possible = all(self._free(pk) >= count for pk, count in wanted.items())
        plans = self.care.wish(self.place.variants, wants, cares)
        full = self.place.total(wants, self.now) + self.care.cost(plans) if possible else 0
        points = [self.place.town.clay.public_id] if spends else []
        total = self._less_points(person, lines, points, plans) if possible and spends else full
        group = self._try(
            lambda: orders.place_order(
                by=shopper(person),
                expected_total_minor=total,
                currency=CURRENCY,
                lines=lines,
                points=points,
                plans=plans,
                address=ADDRESS,
                email=person.email,
            )
        )
        assert (group is not None) == possible
        if group is not None:
            bill = self._note(group, person, wanted)
            self.club.ordered(bill, full - total)
            self.care.ordered(bill)
            if then != "waits":
                self._pay(bill, twice=then == "pays twice")

    def _less_points(self, person: Any, lines: dict[str, int], points: list[str], plans: Any) -> int:
        with clock.at(self.now):
            by = shopper(person)
            found = asking.quote(by=by, currency=CURRENCY, lines=lines, points=points, plans=plans)
        return found.total_minor

    def _note(self, group: Any, person: Any, wanted: dict[int, int]) -> Bill:
        rows = group.orders.order_by("store_id").select_related("store").prefetch_related("lines")
        parts = [
            Part(
                order.public_id,
                order.store,
                person,
                order.paid_minor,
                order.market_discount_minor,
                order.commission_minor,
                {line.public_id: line.quantity for line in order.lines.all()},
                {line.public_id: line.variant_id for line in order.lines.all()},
                off_shelf={line.public_id for line in order.lines.all() if line.off_shelf},
            )
            for order in rows
        ]
        assert sum(part.paid for part in parts) == group.total_minor
        bill = Bill(group.public_id, person, group.total_minor, group.pay_until, wanted, parts)
        self.bills.append(bill)
        return bill

    # -- paying ahead, and ordering what was promised

    @step(who=one_of("alice", "bob"), store=number(0, 1), amount=number(1, 9999))
    def pays_ahead(self, who: str, store: int, amount: int) -> None:
        """Somebody pays a deposit in a store."""
        town = self.place.town
        person, shop = getattr(town, who), (town.clay, town.cashmere)[store]
        with clock.at(self.now):
            row = paid_ahead(shop, person, amount, ref=f"tst_{len(self.deposits)}")
        self.money.paid_in += amount
        self.deposits.append(Deposit(row.public_id, shop, person, amount, fee(amount)))

    def _ahead(self, *states: str) -> list[Deposit]:
        return [one for one in self.deposits if one.state in states]

    @step(one=among(lambda self: self._ahead("paid")), keeps=yes_or_no)
    def deposit_ends(self, one: Deposit, keeps: bool) -> None:
        """The store gives a deposit back, or keeps it."""
        end = ahead.keep_advance if keeps else ahead.return_advance
        row = advances_by_public_id([one.public_id])[0]
        assert self._try(lambda: end(by=SYSTEM, advance=row, why="the rule"))
        one.state = "kept" if keeps else "returned"
        self.money.sent_back += 0 if keeps else one.amount

    @step(
        one=among(lambda self: self._ahead("paid")),
        count=number(1, 2),
        price=number(20_000, 40_000),
        shelf=yes_or_no,
        beside=counts(kinds=4, each=2, least=0, most=1),
        then=one_of("pays", "waits"),
    )
    def orders_what_was_promised(
        self, one: Deposit, count: int, price: int, shelf: bool, beside: dict[int, int], then: str
    ) -> None:
        """A deposit pays for a part of an order, at a price of its own, sometimes of goods on no shelf."""
        variant = one.store.variants.order_by("pk").first()
        grant = promise(
            variant,
            count,
            ref=f"tst_{self.deposits.index(one)}",
            unit_minor=price,
            stock="hold" if shelf else "none",
            advances=(one.public_id,),
        )
        others = {self.place.variants[index]: pieces for index, pieces in beside.items()}
        lines = {row.public_id: pieces for row, pieces in others.items() if row != variant}
        wanted = {row.pk: pieces for row, pieces in others.items() if row != variant}
        if shelf:
            wanted[variant.pk] = count
        possible = all(self._free(pk) >= pieces for pk, pieces in wanted.items())
        group = self._try(lambda: ordered(shopper(one.person), [grant], lines))
        assert (group is not None) == possible
        if group is None:
            return
        assert group.payable_minor == group.total_minor - one.amount
        bill = self._note(group, one.person, wanted)
        bill.ahead, one.state = [one], "used"
        if then == "pays":
            self._pay(bill)

    def _free(self, pk: int) -> int:
        # Where a wrong amount arrived, the goods stay held until the time to pay is over.
        waiting = [bill for bill in self.bills if bill.state in {"open", "held"} and bill.until > self.now]
        return self.hand[pk] - sum(bill.wanted.get(pk, 0) for bill in waiting)

    @step(bill=among(lambda self: self._open()), twice=yes_or_no, wrong=number(0, 3))
    def pay(self, bill: Bill, twice: bool, wrong: int) -> None:
        """The provider says that it was paid, sometimes late, sometimes a wrong amount."""
        self._pay(bill, twice=twice, wrong=wrong == 0)

    def _open(self) -> list[Bill]:
        return [bill for bill in self.bills if bill.state == "open"]

    def _pay(self, bill: Bill, *, twice: bool = False, wrong: bool = False) -> None:
        payment = self._try(
            lambda: orders.start_paying(by=shopper(bill.person), group=bill.public_id, provider="test")
        )
        assert (payment is not None) == (bill.until > self.now)
        if payment is None:
            return
        assert payment.amount_minor == bill.total - sum(one.amount for one in bill.ahead)
        amount = payment.amount_minor + wrong
        outcome = self._tell(payment, amount)
        self.money.paid_in += amount
        if wrong:
            assert outcome == "held"
            bill.state = "held"
            self.money.apart += amount
            return
        assert outcome == "paid"
        self._was_paid(bill)
        if twice:
            assert self._tell(payment, amount) == "repeat"

    def _was_paid(self, bill: Bill) -> None:
        bill.state = "paid"
        bill.goes("spent")
        for pk, count in bill.wanted.items():
            self.hand[pk] -= count
        for part in bill.parts:
            part.state = "paid"

    def _tell(self, payment: Any, amount: int) -> str:
        self.number += 1
        message = ProviderMessage(
            event_id=f"model-{self.number}",
            kind="captured",
            payment_id=payment.public_id,
            provider_ref=f"m-{payment.public_id}",
            amount_minor=amount,
            currency=CURRENCY,
        )
        with clock.at(self.now):
            return orders.receive_payment(by=SYSTEM, provider="test", message=message)

    @step(bill=among(lambda self: self._open()))
    def cancel(self, bill: Bill) -> None:
        """Somebody thinks better of it before paying."""
        late = bill.until <= self.now
        with suppress(Refusal), clock.at(self.now), transaction.atomic():
            orders.cancel_group(by=shopper(bill.person), group=bill.public_id)
        with clock.at(self.now):
            bill.state = asking.group_of(by=shopper(bill.person), group=bill.public_id).state
        assert bill.state in ({"cancelled", "expired"} if late else {"cancelled"})
        bill.ended = True
        bill.goes("paid")
        self.club.ended(bill)
        self._bills_ended()

    def _bills_ended(self) -> None:
        """What else changes when something was not paid."""

    # -- time, parcels, returns

    @step(when=lambda self: self.bills, minutes=one_of(1, 10, 31, 60 * 24))
    def time_passes(self, minutes: int) -> None:
        """Time passes."""
        self.now += timedelta(minutes=minutes)

    @step(often=3, when=lambda self: any(bill.until <= self.now for bill in self._open()))
    def sweep(self) -> None:
        """The task that ends what was not paid."""
        with clock.at(self.now):
            orders.expire_groups(by=SYSTEM)
        self._ended_by_time()

    def _ended_by_time(self) -> None:
        for bill in self.bills:
            if bill.until <= self.now and bill.state in {"open", "held"}:
                self.club.ended(bill)
                bill.goes("paid")
                bill.state, bill.ended = ("expired" if bill.state == "open" else "held"), True
        self._bills_ended()

    @step(part=among(lambda self: self._parts("paid", "shipped", "delivered")), steps=number(1, 3))
    def goes_on(self, part: Part, steps: int) -> None:
        """A parcel takes its next steps, unless somebody waits for money back."""
        while steps and part.state in ("paid", "shipped", "delivered"):
            self._one_step(part)
            steps -= 1

    def _one_step(self, part: Part) -> None:
        at_work, store = self._at_work(part), part.store
        step, to = {
            "paid": (lambda: orders.ship(by=at_work, store=store, order=part.public_id), "shipped"),
            "shipped": (lambda: orders.deliver(by=at_work, store=store, order=part.public_id), "delivered"),
            "delivered": (lambda: orders.confirm(by=shopper(part.person), order=part.public_id), "confirmed"),
        }[part.state]
        done = self._try(step)
        assert (done is None) == bool(part.waiting and part.state != "shipped")
        if done is not None:
            part.state = to
            self.care.moved(part, to, self.now)
            if to == "confirmed":
                self.club.confirmed(part)

    def _lines(self) -> list[tuple[Part, str, int]]:
        parts = self._parts("paid", "shipped", "delivered", "confirmed")
        return [
            (part, line, count + 1)
            for part in parts
            for line, most in part.bought.items()
            for count in range(most)
        ]

    @step(pieces=among(lambda self: self._lines()), restock=yes_or_no)
    def store_gives_back(self, pieces: tuple[Part, str, int], restock: bool) -> None:
        """A store pays back some of the pieces."""
        part, line, count = pieces
        units = {line: count}
        back = self._try(
            lambda: orders.refund_lines(
                by=self._at_work(part), store=part.store, order=part.public_id, lines=units, restock=restock
            )
        )
        assert (back is not None) == (count <= part.left.get(line, 0) and not part.waiting)
        if back is not None:
            self._went_back(part, back, units, restock)

    @step(part=among(lambda self: self._parts("paid")))
    def thinks_again(self, part: Part) -> None:
        """Somebody cancels what was paid and not begun: everything left goes back at once."""
        units = part.left
        back = self._try(
            lambda: orders.ask_return(
                by=shopper(part.person), order=part.public_id, kind="cancel", reason="other"
            )
        )
        assert back is not None
        self._went_back(part, back, units, restock=True)

    def _arrived(self, *, waiting: bool) -> list[Part]:
        return [part for part in self._parts("delivered", "confirmed") if bool(part.waiting) == waiting]

    @step(often=2, part=among(lambda self: self._arrived(waiting=False)), which=number(0, 9))
    def asks_back(self, part: Part, which: int) -> None:
        """Somebody wants to send one piece back."""
        line = list(part.left)[which % len(part.left)]
        back = self._try(
            lambda: orders.ask_return(
                by=shopper(part.person),
                order=part.public_id,
                lines={line: 1},
                kind="return_and_refund",
                reason="other",
            )
        )
        if back is not None:
            part.waiting = f"{back.public_id} {line}"

    @step(often=3, part=among(lambda self: self._arrived(waiting=True)), agrees=yes_or_no)
    def answers(self, part: Part, agrees: bool) -> None:
        """The store takes the piece back and pays, or refuses."""
        name, line = part.waiting.split()
        own: dict[str, Any] = {"by": self._at_work(part), "store": part.store, "back": name}
        part.waiting = ""
        with clock.at(self.now):
            if agrees:
                orders.accept_return(**own)
                self._went_back(part, orders.receive_return(**own), {line: 1}, restock=True)
            else:
                orders.refuse_return(**own, answer="Used.")

    def _went_back(self, part: Part, back: Any, units: dict[str, int], restock: bool) -> None:
        self.care.went_back(part, back, units, self.now)
        part.gave_back(back, units)
        self.club.went_back(part, back)
        self.money.sent_back += back.amount_minor
        if restock:
            for line, count in units.items():
                if line not in part.off_shelf:
                    self.hand[part.variants[line]] += count
        part.state = "refunded" if not part.left else part.state
        state, refunded = (
            Order.objects.of(part.store).values_list("state", "refunded_minor").get(public_id=part.public_id)
        )
        assert (state, refunded) == (part.state, part.refunded)
        if not part.left and not self.care.sold_in(part):
            assert part.commission_left == 0, "in parts, the market gave back another share than it took"
        assert part.refunded <= part.paid

    # -- money goes out

    @step(when=lambda self: any(part.refunded for bill in self.bills for part in bill.parts))
    def provider_sends_refunds(self) -> None:
        """Refunds asked for are carried out."""
        with clock.at(self.now):
            carry_out_due()

    @step(when=lambda self: self._parts("confirmed"))
    def pay_out(self) -> None:
        """Stores are paid what is due."""
        self.number += 1
        with clock.at(self.now):
            for plan in settlement.prepare_payouts(by=SYSTEM, upto=self.now, period=f"p{self.number}"):
                settlement.send_payout(by=SYSTEM, payout_id=plan.payout_id)
                self.money.paid_out[plan.store_id] += plan.amount_minor

    # -- service plans

    @step(often=2, one=among(lambda self: self.care.running(self.now)))
    def claims_service(self, one: Held) -> None:
        """A holder claims; more often than the plan has, nobody can."""
        with clock.at(self.now):
            self.care.claim(one, self._try)

    @step(when=lambda self: self.care.rows, days=number(1, 4))
    def days_are_earned(self, days: int) -> None:
        """Days pass, and the task books what they earned; twice is once."""
        self.now += timedelta(days=days)
        with clock.at(self.now):
            orders.earn_plans()
            assert orders.earn_plans() == 0
            self.care.holds(self.now)

    # -- what must hold

    @always
    def stock_is_where_the_model_says(self) -> None:
        """Pieces on hand, and never more held than there are."""
        rows = self.place.stock()
        assert {pk: on_hand for pk, on_hand, _held in rows} == self.hand
        assert all(0 <= held <= on_hand for _pk, on_hand, held in rows)

    @always
    def money_is_where_the_model_says(self) -> None:
        """Nothing appears, nothing is lost, on any account."""
        parts = [part for bill in self.bills for part in bill.parts]
        assert booked() == self.money.expected(parts, self._paid_ahead())

    def _paid_ahead(self) -> list[Deposit]:
        return self.deposits

    @always
    def points_are_where_the_model_says(self) -> None:
        """Every point is in a lot, on record and in the books."""
        self.club.holds()
