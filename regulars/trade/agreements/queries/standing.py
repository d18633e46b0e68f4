"""An agreement as it stands at a moment: the same answer for pages, payments and the clock."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from regulars.ground.kit import clock
from regulars.people.merchants.queries import market
from regulars.trade.agreements import rules
from regulars.trade.agreements.models import Agreement, Duty, Version
from regulars.trade.agreements.rules import Standing, Terms
from regulars.trade.agreements.rules.states import ACCEPTED, DELIVERED, DISPUTED


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
    duties: Mapping[str, Duty] = field(default_factory=dict)

    @property
    def proof(self) -> str:
        """The key of the proof that is to be made, or lies with the shopper; empty for none."""
        turn = self.turn
        if turn is None or turn.milestone.kind not in ("proof", "approve"):
            return ""
        keys = [one.milestone.key for one in self.standing]
        return keys[keys.index(turn.milestone.key) - (turn.milestone.kind == "approve")]

    @property
    def refusals(self) -> int:
        """How often that proof was refused."""
        return self.duties[self.proof].refused if self.proof in self.duties else 0

    @property
    def silent_on(self) -> date | None:
        """The last day to answer the proof that lies with the shopper; None when silence approves nothing."""
        turn = self.turn
        if turn is None or turn.milestone.kind != "approve" or not (self.terms and self.terms.answer_days):
            return None
        shown = next(one.done for one in self.standing if one.milestone.key == self.proof)
        return rules.silent_on(turn.due, shown, self.terms.answer_days) if shown else None

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
    return nows_of([row])[row.pk]


def nows_of(rows: Sequence[Agreement]) -> dict[int, Now]:
    """How each of them stands now, by key. Two queries for all; none before anything is signed."""
    signed = {row.pk: row.signed for row in rows if row.signed}
    if not signed:
        return {row.pk: Now(row, row.state, None, (), 0) for row in rows}
    why = "agreements that were found for their reader"
    versions = Version.objects.across_stores(why).filter(
        agreement_id__in=list(signed), number__in=set(signed.values())
    )
    bodies = {one.agreement_id: one.body for one in versions if one.number == signed[one.agreement_id]}
    duties: dict[int, list[Duty]] = {pk: [] for pk in signed}
    for duty in Duty.objects.across_stores(why).filter(agreement_id__in=list(signed)).order_by("pk"):
        duties[duty.agreement_id].append(duty)
    return {row.pk: _stood(row, bodies.get(row.pk), duties.get(row.pk, [])) for row in rows}


def _stood(row: Agreement, body: Mapping[str, Any] | None, duties: Sequence[Duty]) -> Now:
    if body is None:
        return Now(row, row.state, None, (), 0)
    terms = rules.read(body)
    done = {one.key: day_of(one.done_at) for one in duties if one.done_at is not None}
    carried = {one.key: one.carried_days for one in duties}
    standing = rules.standings(terms.milestones, done, _last_day(row), carried, terms.answer_days)
    paid = sum(one.paid_minor for one in duties)
    return Now(row, state_of(row), terms, standing, paid, {one.key: one for one in duties})


def _last_day(row: Agreement) -> date:
    """The day up to which days count: none count while the market decides, nor after the end."""
    stopped = row.ended_at or (row.disputed_at if row.state == DISPUTED else None)
    return day_of(stopped) if stopped else today()


def state_of(row: Agreement) -> str:
    """The state at this moment."""
    over = row.state == DELIVERED and row.answer_until is not None and row.answer_until <= clock.now()
    return ACCEPTED if over else row.state


def version_of(row: Agreement, number: int) -> Version | None:
    """One version, by its number."""
    return Version.objects.of(row.store_id).filter(agreement=row, number=number).first()
