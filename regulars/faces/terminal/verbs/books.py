"""check-books, settle."""

from __future__ import annotations

import sys

import click

from regulars.faces.terminal.say import as_json, dry_run, give
from regulars.ground.kit import clock
from regulars.ground.kit.actors import SYSTEM
from regulars.trade.settlement import actions as settlement
from regulars.trade.settlement import queries as ledger


@click.command("check-books")
@as_json
def check_books(json: bool) -> None:
    """Prove that the ledger balances, and list what has not cleared. Exit code 1 when it does not balance."""
    result = ledger.check_books()
    give(dict(result), json)
    sys.exit(0 if result["ok"] else 1)


@click.command()
@click.option("--send", is_flag=True, help="Also record the prepared payouts as sent by the bank.")
@dry_run
@as_json
def settle(send: bool, dry_run: bool, json: bool) -> None:
    """Prepare what is due to every store, once per period; with --send, record that the bank sent it."""
    plans = settlement.prepare_payouts(by=SYSTEM, upto=clock.now(), dry_run=dry_run)
    sent = 0
    if send and not dry_run:
        for plan in plans:
            sent += bool(plan.payout_id and settlement.send_payout(by=SYSTEM, payout_id=plan.payout_id))
    rows = [
        {"store": plan.store_id, "currency": plan.currency, "amount_minor": plan.amount_minor}
        for plan in plans
    ]
    give({"payouts": len(plans), "sent": sent, "dry_run": dry_run, "plans": rows}, json)


verbs = [check_books, settle]
