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
@dry_run
@as_json
def settle(dry_run: bool, json: bool) -> None:
    """Prepare and send what is due to every store, once per period."""
    give(dict(settlement.prepare_payouts(by=SYSTEM, upto=clock.now(), dry_run=dry_run)), json)


verbs = [check_books, settle]
