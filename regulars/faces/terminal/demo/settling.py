"""The provider transfers what it collected, and stores are paid, week by week up to the last."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial

from regulars.faces.terminal.demo.opening import morning
from regulars.faces.terminal.demo.world import Town
from regulars.ground.kit import clock
from regulars.ground.kit.actors import SYSTEM, Actor
from regulars.ground.kit.together import together
from regulars.people.accounts.queries import market_roles, operator
from regulars.trade.settlement import actions as settlement
from regulars.trade.settlement import queries as ledger
from regulars.trade.settlement.rules import Settled

PAGE = 500
COLLECTED_AFTER = timedelta(days=3)
PAYOUTS_BACK = (35, 21, 7)


def settle(town: Town) -> None:
    """Clear the past weeks; the last hours stay under way, as in life."""
    together(by=SYSTEM, doing=partial(_transfer, town))
    for days in PAYOUTS_BACK:
        together(by=SYSTEM, doing=partial(_pay_out, morning(town.today - timedelta(days=days))))


def _transfer(town: Town) -> None:
    until = morning(town.today) - COLLECTED_AFTER
    weeks: dict[tuple[int, int], list[Settled]] = defaultdict(list)
    last: dict[tuple[int, int], datetime] = {}
    for row in _open():
        if row.kind == "payments" and row.since <= until:
            week = row.since.isocalendar()[:2]
            weeks[week].append(Settled(row.ref, row.amount_minor))
            last[week] = max(last.get(week, row.since), row.since)
    for week, items in sorted(weeks.items()):
        settlement.record_provider_settled(
            by=SYSTEM, ref=f"demo-{week[0]}-{week[1]}", provider="test", currency=town.market.currency,
            received_minor=sum(item.amount_minor for item in items), items=items, at=last[week] + timedelta(days=2),
        )  # fmt: skip


def _open() -> Iterator[ledger.Uncleared]:
    cursor = ""
    while rows := ledger.uncleared(PAGE, cursor):
        yield from rows
        cursor = rows[-1].cursor


def _pay_out(upto: datetime) -> None:
    """Prepared by the clock, sent by an operator: large sums need both."""
    sender = next(each for each in _operators() if each.may("market.money"))
    with clock.at(upto + timedelta(days=1)):
        for plan in settlement.prepare_payouts(by=SYSTEM, upto=upto):
            if plan.payout_id:
                settlement.send_payout(by=sender, payout_id=plan.payout_id, bank_ref="demo")


def _operators() -> Iterator[Actor]:
    """Everybody with a role in the market."""
    return (operator(role.person_id) for role in market_roles())
