"""The small model of service plans: who holds one, what its days earned, what it gives back."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from regulars.ground.kit.actors import Actor
from regulars.ground.kit.money import allocate
from regulars.trade.orders.queries.planned_lines import PlanWish
from regulars.trade.services import actions
from regulars.trade.services.models import Contract
from regulars.trade.services.queries import unearned_of
from regulars.trade.settlement.queries import service_liability
from tests.guarantees.model_books import Bill, Part
from tests.town import Town, shopper

PRICE, DAYS, CLAIMS = 1_001, 11, 2
RETURNS = timedelta(days=7)
ZONE = ZoneInfo("Asia/Shanghai")


def sell_care(town: Town) -> Any:
    """The plan Mei sells with everything."""
    by = town.mei_at_work()
    values = {"title": "Care", "covered": "Stains", "price_minor": PRICE, "days": DAYS, "claims": CLAIMS}
    plan = actions.make_plan(by=by, store=town.clay, values=values)
    actions.publish_plan(by=by, store=town.clay, plan=plan.public_id)
    return plan


@dataclass
class Held:
    """One contract. `left` is what of it the store has not earned or lost, once it lies aside."""

    public_id: str
    part: Part
    line: str
    person: Any
    paid: int
    commission: int
    starts: date | None = None
    arrived: datetime | None = None
    aside: bool = False
    claims: int = 0
    ended: bool = False

    def gone(self, now: datetime) -> int:
        """Days over."""
        return 0 if self.starts is None else min(max((_day(now) - self.starts).days, 0), DAYS)

    def unearned(self, now: datetime) -> tuple[int, int]:
        """Paid and commission of the days to come, by largest remainder."""
        gone, even = self.gone(now), [1] * DAYS
        return sum(allocate(self.paid, even)[gone:]), sum(allocate(self.commission, even)[gone:])


def _day(now: datetime) -> date:
    return now.astimezone(ZONE).date()


class Care:
    """All contracts of the town's one plan."""

    def __init__(self, plan: Any) -> None:
        self.plan = plan
        self.rows: list[Held] = []

    def wish(self, variants: Sequence[Any], wants: Mapping[int, int], many: int) -> dict[str, PlanWish]:
        """The plan for at most `many` pieces of each of Mei's goods."""
        mine = {
            index: count for index, count in wants.items() if variants[index].store_id == self.plan.store_id
        }
        return {
            variants[index].public_id: PlanWish(self.plan.public_id, min(many, count))
            for index, count in mine.items()
            if many
        }

    def cost(self, plans: Mapping[str, PlanWish]) -> int:
        """No offer touches a plan."""
        return PRICE * sum(plan.quantity for plan in plans.values())

    def ordered(self, bill: Bill) -> None:
        """Take the contracts of a bill down."""
        parts = {part.public_id: part for part in bill.parts}
        rows = Contract.objects.of(self.plan.store_id).filter(group_ref=bill.public_id).order_by("pk")
        for row in rows:
            assert row.list_minor == PRICE
            self.rows.append(
                Held(
                    row.public_id,
                    parts[row.order_ref],
                    row.line_ref,
                    bill.person,
                    row.paid_minor,
                    row.commission_minor,
                )
            )

    def moved(self, part: Part, to: str, now: datetime) -> None:
        """An order arrived or completed."""
        for one in self._of(part):
            if to in ("delivered", "confirmed") and one.starts is None:
                one.starts, one.arrived = _day(now), now
            one.aside = one.aside or to == "confirmed"

    def _of(self, part: Part) -> list[Held]:
        return [one for one in self.rows if one.part is part and not one.ended]

    def went_back(self, part: Part, back: Any, units: Mapping[str, int], now: datetime) -> None:
        """What each contract without a piece gives back, by the published rule."""
        due: dict[str, int] = {}
        for line, count in units.items():
            rows = [one for one in self._of(part) if one.line == line]
            kept = part.left[line] - count
            ranked = sorted(rows, key=lambda one: (-self._back(one, now, back.asked_at), one.public_id))
            for one in ranked[: max(len(rows) - kept, 0)]:
                due[one.public_id] = self._back(one, now, back.asked_at)
                one.ended = True
        assert back.split["plans"] == due

    def _back(self, one: Held, now: datetime, asked: datetime) -> int:
        in_time = one.arrived is None or asked < one.arrived + RETURNS
        if not one.claims and in_time:
            return one.paid
        return 0 if one.claims >= CLAIMS else one.unearned(now)[0]

    def sold_in(self, part: Part) -> bool:
        """Whether a plan was bought with it: what is used up of a plan is not given back."""
        return any(one.part is part for one in self.rows)

    def running(self, now: datetime) -> list[Held]:
        """Contracts that are paid, begun and not over."""
        return [one for one in self.rows if not one.ended and one.starts is not None and one.gone(now) < DAYS]

    def claim(self, one: Held, tries: Callable[[Callable[[], Any]], Any]) -> None:
        """Claim and have it done at once, as long as claims are left."""
        row = tries(
            lambda: actions.claim_service(
                by=shopper(one.person), contract=one.public_id, text="Stains", way="send-in"
            )
        )
        assert (row is not None) == (one.claims < CLAIMS)
        if row is None:
            return
        one.claims += 1
        self._done(row, self.plan.store)

    def _done(self, row: Any, store: Any) -> None:
        by = Actor("staff", store_id=store.pk, rights=frozenset({"orders"}))
        actions.accept_claim(by=by, store=store, claim=row.public_id)
        actions.finish_claim(by=by, store=store, claim=row.public_id, result="Clean")

    def holds(self, now: datetime) -> None:
        """After a day was booked, what lies aside is what is still to be earned, on all three sides."""
        aside = [one.unearned(now) for one in self.rows if one.aside and not one.ended]
        expected = sum(paid - commission for paid, commission in aside)
        assert service_liability(self.plan.store_id, "CNY") == expected
        assert unearned_of(self.plan.store, "CNY").unearned_minor == expected
