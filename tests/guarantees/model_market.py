"""Two shoppers, two stores, four variants, offers of a store and of the market: what people may do, at random."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any, ClassVar

from django.db import transaction
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

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
from regulars.trade.settlement.rules import commission
from tests.guarantees.model_books import Bill, Deposit, Money, Part, booked
from tests.guarantees.model_care import Care, sell_care
from tests.guarantees.model_club import Club, begin
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


class Market(RuleBasedStateMachine):
    """The machine; `place` is set before it runs."""

    place: ClassVar[Place]

    @initialize()
    def opens(self) -> None:
        """The market opens with little stock, so that it runs out."""
        self.around = transaction.atomic()
        self.around.__enter__()
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

    def teardown(self) -> None:
        """The whole audit once, then nothing of it is kept."""
        if hasattr(self, "around"):
            try:
                books = check_books()
                assert books["ok"], books["problems"]
            finally:
                transaction.set_rollback(True)
                self.around.__exit__(None, None, None)

    def _try(self, doing: Callable[[], Any]) -> Any:
        """The result, or None when the market says no; a no changes nothing."""
        with clock.at(self.now):
            try:
                with transaction.atomic():
                    return doing()
            except Refusal:
                return None

    def _at_work(self, part: Part) -> Actor:
        return self.place.at_work[part.store.pk]

    def _parts(self, *states: str) -> list[Part]:
        return [part for bill in self.bills for part in bill.parts if part.state in states]

    # -- ordering and paying

    @rule(
        who=st.sampled_from(["alice", "bob"]),
        wants=st.dictionaries(st.integers(0, 3), st.integers(1, 3), min_size=1, max_size=3),
        then=st.sampled_from(["pays", "pays", "pays twice", "waits"]),
        spends=st.booleans(),
        cares=st.integers(0, 2),
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

    @rule(who=st.sampled_from(["alice", "bob"]), store=st.integers(0, 1), amount=st.integers(1, 9999))
    def pays_ahead(self, who: str, store: int, amount: int) -> None:
        """Somebody pays a deposit in a store."""
        town = self.place.town
        person, shop = getattr(town, who), (town.clay, town.cashmere)[store]
        with clock.at(self.now):
            row = paid_ahead(shop, person, amount, ref=f"tst_{len(self.deposits)}")
        self.money.paid_in += amount
        self.deposits.append(Deposit(row.public_id, shop, person, amount, commission(amount, 500)))

    def _ahead(self, *states: str) -> list[Deposit]:
        return [one for one in self.deposits if one.state in states]

    @precondition(lambda self: self._ahead("paid"))
    @rule(data=st.data(), keeps=st.booleans())
    def deposit_ends(self, data: st.DataObject, keeps: bool) -> None:
        """The store gives a deposit back, or keeps it."""
        one = data.draw(st.sampled_from(self._ahead("paid")))
        end = ahead.keep_advance if keeps else ahead.return_advance
        row = advances_by_public_id([one.public_id])[0]
        assert self._try(lambda: end(by=SYSTEM, advance=row, why="the rule"))
        one.state = "kept" if keeps else "returned"
        self.money.sent_back += 0 if keeps else one.amount

    @precondition(lambda self: self._ahead("paid"))
    @rule(
        data=st.data(),
        count=st.integers(1, 2),
        price=st.integers(20_000, 40_000),
        shelf=st.booleans(),
        beside=st.dictionaries(st.integers(0, 3), st.integers(1, 2), max_size=1),
        then=st.sampled_from(["pays", "waits"]),
    )
    def orders_what_was_promised(
        self, data: st.DataObject, count: int, price: int, shelf: bool, beside: dict[int, int], then: str
    ) -> None:
        """A deposit pays for a part of an order, at a price of its own, sometimes of goods on no shelf."""
        one = data.draw(st.sampled_from(self._ahead("paid")))
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

    @precondition(lambda self: self._open())
    @rule(data=st.data(), twice=st.booleans(), wrong=st.integers(0, 3))
    def pay(self, data: st.DataObject, twice: bool, wrong: int) -> None:
        """The provider says that it was paid, sometimes late, sometimes a wrong amount."""
        self._pay(data.draw(st.sampled_from(self._open())), twice=twice, wrong=wrong == 0)

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

    @precondition(lambda self: self._open())
    @rule(data=st.data())
    def cancel(self, data: st.DataObject) -> None:
        """Somebody thinks better of it before paying."""
        bill = data.draw(st.sampled_from(self._open()))
        late = bill.until <= self.now
        self._try(lambda: orders.cancel_group(by=shopper(bill.person), group=bill.public_id))
        with clock.at(self.now):
            bill.state = asking.group_of(by=shopper(bill.person), group=bill.public_id).state
        assert bill.state in ({"cancelled", "expired"} if late else {"cancelled"})
        bill.ended = True
        bill.goes("paid")
        self.club.ended(bill)

    # -- time, parcels, returns

    @precondition(lambda self: self.bills)
    @rule(minutes=st.sampled_from([1, 10, 31, 60 * 24]))
    def time_passes(self, minutes: int) -> None:
        """Time passes."""
        self.now += timedelta(minutes=minutes)

    @precondition(lambda self: any(bill.until <= self.now for bill in self._open()))
    @rule()
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

    @precondition(lambda self: self._parts("paid", "shipped", "delivered"))
    @rule(data=st.data(), steps=st.integers(1, 3))
    def goes_on(self, data: st.DataObject, steps: int) -> None:
        """A parcel takes its next steps, unless somebody waits for money back."""
        part = data.draw(st.sampled_from(self._parts("paid", "shipped", "delivered")))
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

    @precondition(lambda self: self._parts("paid", "shipped", "delivered", "confirmed"))
    @rule(data=st.data(), restock=st.booleans())
    def store_gives_back(self, data: st.DataObject, restock: bool) -> None:
        """A store pays back some of the pieces."""
        part = data.draw(st.sampled_from(self._parts("paid", "shipped", "delivered", "confirmed")))
        line = data.draw(st.sampled_from(list(part.bought)))
        count = data.draw(st.integers(1, part.bought[line]))
        units = {line: count}
        back = self._try(
            lambda: orders.refund_lines(
                by=self._at_work(part), store=part.store, order=part.public_id, lines=units, restock=restock
            )
        )
        assert (back is not None) == (count <= part.left.get(line, 0) and not part.waiting)
        if back is not None:
            self._went_back(part, back, units, restock)

    @precondition(lambda self: self._parts("paid"))
    @rule(data=st.data())
    def thinks_again(self, data: st.DataObject) -> None:
        """Somebody cancels what was paid and not begun: everything left goes back at once."""
        part = data.draw(st.sampled_from(self._parts("paid")))
        units = part.left
        back = self._try(
            lambda: orders.ask_return(
                by=shopper(part.person), order=part.public_id, kind="cancel", reason="other"
            )
        )
        assert back is not None
        self._went_back(part, back, units, restock=True)

    @precondition(lambda self: any(not part.waiting for part in self._parts("delivered", "confirmed")))
    @rule(data=st.data())
    def asks_back(self, data: st.DataObject) -> None:
        """Somebody wants to send one piece back."""
        free = [part for part in self._parts("delivered", "confirmed") if not part.waiting]
        part = data.draw(st.sampled_from(free))
        line = data.draw(st.sampled_from(list(part.left)))
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

    @precondition(lambda self: any(part.waiting for part in self._parts("delivered", "confirmed")))
    @rule(data=st.data(), agrees=st.booleans())
    def answers(self, data: st.DataObject, agrees: bool) -> None:
        """The store takes the piece back and pays, or refuses."""
        part = data.draw(st.sampled_from([p for p in self._parts("delivered", "confirmed") if p.waiting]))
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
        assert part.refunded <= part.paid

    # -- money goes out

    @precondition(lambda self: any(part.refunded for bill in self.bills for part in bill.parts))
    @rule()
    def provider_sends_refunds(self) -> None:
        """Refunds asked for are carried out."""
        with clock.at(self.now):
            carry_out_due()

    @precondition(lambda self: self._parts("confirmed"))
    @rule()
    def pay_out(self) -> None:
        """Stores are paid what is due."""
        self.number += 1
        with clock.at(self.now):
            for plan in settlement.prepare_payouts(by=SYSTEM, upto=self.now, period=f"p{self.number}"):
                settlement.send_payout(by=SYSTEM, payout_id=plan.payout_id)
                self.money.paid_out[plan.store_id] += plan.amount_minor

    # -- service plans

    @precondition(lambda self: self.care.running(self.now))
    @rule(data=st.data())
    def claims_service(self, data: st.DataObject) -> None:
        """A holder claims; more often than the plan has, nobody can."""
        one = data.draw(st.sampled_from(self.care.running(self.now)))
        with clock.at(self.now):
            self.care.claim(one, self._try)

    @precondition(lambda self: self.care.rows)
    @rule(days=st.integers(1, 4))
    def days_are_earned(self, days: int) -> None:
        """Days pass, and the task books what they earned; twice is once."""
        self.now += timedelta(days=days)
        with clock.at(self.now):
            orders.earn_plans()
            assert orders.earn_plans() == 0
            self.care.holds(self.now)

    # -- what must hold

    @invariant()
    def stock_is_where_the_model_says(self) -> None:
        """Pieces on hand, and never more held than there are."""
        if hasattr(self, "hand"):
            rows = Stock.objects.filter(variant_id__in=self.hand).values_list("variant_id", "on_hand", "held")
            assert {pk: on_hand for pk, on_hand, _held in rows} == self.hand
            assert all(0 <= held <= on_hand for _pk, on_hand, held in rows)

    @invariant()
    def money_is_where_the_model_says(self) -> None:
        """Nothing appears, nothing is lost, on any account."""
        if hasattr(self, "bills"):
            parts = [part for bill in self.bills for part in bill.parts]
            assert booked() == self.money.expected(parts, self.deposits)

    @invariant()
    def points_are_where_the_model_says(self) -> None:
        """Every point is in a lot, on record and in the books."""
        if hasattr(self, "club"):
            self.club.holds()
