"""check-books, settle."""

from __future__ import annotations

import sys
from dataclasses import asdict
from typing import Any

import click

from regulars.faces.terminal.say import as_json, dry_run, give
from regulars.ground.kit import clock
from regulars.ground.kit.actors import SYSTEM
from regulars.ground.kit.money import format_money
from regulars.trade.orders.queries.proving import replayed
from regulars.trade.settlement import actions as settlement
from regulars.trade.settlement import queries as ledger


@click.command("check-books")
@click.option(
    "--receipts", type=click.IntRange(0), default=0, help="Also price so many of the newest orders again."
)
@as_json
def check_books(receipts: int, json: bool) -> None:
    """Prove that the ledger balances, and list what has not cleared. Exit code 1 when it does not balance, or when a
    price made again from its receipt comes out otherwise."""
    result = ledger.check_books()
    again = replayed(receipts)
    told = dict(result) if json else in_words(dict(result))
    if receipts:
        told["receipts"] = asdict(again)
    give(told, json)
    sys.exit(0 if result["ok"] and not again.differing else 1)


def in_words(result: dict[str, Any]) -> dict[str, Any]:
    """What was proved, for people: accounts with their amounts, problems one by one."""
    found = {
        "books": "they balance" if result["ok"] else "THEY DO NOT BALANCE",
        "entries": f"{result['entries']:,} with {result['lines']:,} lines",
        "money under way": f"{result['uncleared']:,} items, {result['overdue']:,} of them overdue",
    }
    for name, minor in result["accounts"].items():
        found[name] = format_money(minor, name.rsplit(":", 1)[-1])
    return found | {f"problem {number}": text for number, text in enumerate(result["problems"], 1)}


@click.command()
@click.option("--send", is_flag=True, help="Also record the prepared payouts as sent by the bank.")
@dry_run
@as_json
def settle(send: bool, dry_run: bool, json: bool) -> None:
    """Prepare what is due to every store, once per period; with --send, record that the bank sent it.

    Large sums need two pairs of hands: those wait for an operator.
    """
    plans = settlement.prepare_payouts(by=SYSTEM, upto=clock.now(), dry_run=dry_run)
    sent, waiting = _send(plans) if send and not dry_run else (0, 0)
    rows = [
        {"store": plan.store_id, "currency": plan.currency, "amount_minor": plan.amount_minor}
        for plan in plans
    ]
    counts = {"payouts": len(plans), "sent": sent, "for_an_operator": waiting, "dry_run": dry_run}
    give(counts | {"plans": rows}, json)


def _send(plans: list[ledger.PayoutPlan]) -> tuple[int, int]:
    """How many were sent, and how many are too large for the command line alone: an operator sends those."""
    sent = waiting = 0
    for plan in plans:
        try:
            sent += bool(plan.payout_id and settlement.send_payout(by=SYSTEM, payout_id=plan.payout_id))
        except settlement.SecondPerson:
            waiting += 1
    return sent, waiting


verbs = [check_books, settle]
