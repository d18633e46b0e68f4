"""An agreement as it stands at a moment: the same answer for pages, payments and the clock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from regulars.ground.kit import clock
from regulars.people.merchants.queries import market
from regulars.trade.agreements import rules
from regulars.trade.agreements.models import Agreement, Duty, Version
from regulars.trade.agreements.rules import Standing, Terms
from regulars.trade.agreements.rules.states import ACCEPTED, DELIVERED


@dataclass(frozen=True, slots=True)
class Now:
    """The agreement at a moment. Without a version in force: no terms, no standing.

    `state` may be ahead of the row's: silence that has lasted is acceptance, whether or not the clock ran.
    """

    row: Agreement
    state: str
    terms: Terms | None
    standing: tuple[Standing, ...]
    paid_minor: int

    @property
    def turn(self) -> Standing | None:
        """The duty that is next, when the agreement runs."""
        return rules.turn(self.standing)

    @property
    def late_days(self) -> int:
        """How late the delivery is."""
        return rules.of_kind(self.standing, "deliver").late_days if self.standing else 0

    @property
    def credit_minor(self) -> int:
        """The whole credit for that."""
        if self.terms is None:
            return 0
        return rules.credit_minor(self.terms.price_minor, self.terms.remedies, self.late_days)

    @property
    def due_minor(self) -> int:
        """What the balance comes to now, after the credit."""
        return self.terms.balance_minor - self.credit_minor if self.terms else 0


def zone() -> ZoneInfo:
    """The zone in which days begin and end."""
    return ZoneInfo(market().zone)


def day_of(moment: datetime) -> date:
    """The market's day of a moment."""
    return moment.astimezone(zone()).date()


def today() -> date:
    """The market's day now."""
    return day_of(clock.now())


def end_of(day: date) -> datetime:
    """The moment at which a day of the market is over."""
    return clock.midnight(day + timedelta(days=1), zone())


def now_of(row: Agreement) -> Now:
    """How the agreement stands now. Two queries; none before anything is signed."""
    version = version_of(row, row.signed) if row.signed else None
    if version is None:
        return Now(row, row.state, None, (), 0)
    terms = rules.read(version.body)
    duties = list(Duty.objects.of(row.store_id).filter(agreement=row))
    done = {one.key: day_of(one.done_at) for one in duties if one.done_at is not None}
    carried = {one.key: one.carried_days for one in duties}
    last = day_of(row.ended_at) if row.ended_at else today()
    standing = rules.standings(terms.milestones, done, last, carried)
    return Now(row, state_of(row), terms, standing, sum(one.paid_minor for one in duties))


def state_of(row: Agreement) -> str:
    """The state at this moment."""
    over = row.state == DELIVERED and row.answer_until is not None and row.answer_until <= clock.now()
    return ACCEPTED if over else row.state


def version_of(row: Agreement, number: int) -> Version | None:
    """One version, by its number."""
    return Version.objects.of(row.store_id).filter(agreement=row, number=number).first()
