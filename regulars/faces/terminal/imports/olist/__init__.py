"""A marketplace in the shape of the Olist data set, loaded as a running market."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

from regulars.discovery.search.actions import rebuild
from regulars.faces.terminal.imports.olist import shape
from regulars.faces.terminal.imports.olist.places import (
    CURRENCY,
    PREFIX,
    ZONE,
    Places,
    open_stores,
    register_people,
    shelve_goods,
)
from regulars.faces.terminal.imports.olist.telling import QUERY, Terms, tell
from regulars.faces.terminal.imports.reporting import Totals, report
from regulars.faces.terminal.imports.runs import Run, bench, digest
from regulars.faces.terminal.imports.table import workshop
from regulars.faces.terminal.say import progress
from regulars.goods.catalog.queries.recorded import products_by_ref
from regulars.ground.kit import clock
from regulars.ground.kit.actors import SYSTEM
from regulars.people.merchants import actions as merchants
from regulars.people.merchants import queries as markets
from regulars.people.merchants.queries import stores_by_ref
from regulars.trade.orders import actions as orders
from regulars.trade.orders.queries.recorded import group_refs
from regulars.trade.settlement.queries import commission_rates

BATCH = 1500
PROVIDER = "elsewhere"


def run(folder: Path, dry_run: bool = False, quiet: bool = False) -> dict[str, Any]:
    """Load the tables in `folder` and say what the market now holds of them. Safe to repeat and interrupt.

    Raises Unreadable, before anything is changed, for a table that is missing, cut short or without a
    needed column.
    """
    files = shape.files(folder)
    with bench() as scratch, workshop(scratch) as con:
        shape.read(con, files)
        work = Run("olist", f"{folder.name}:{digest(list(files.values()))}", dry_run=dry_run)
        shape.relate(con, _known(con))
        return _take(con, work, quiet)


def _known(con: Any) -> dict[str, Any]:
    sellers = con.execute("SELECT DISTINCT seller_id FROM order_items").fetchall()
    return {
        "orders": [ref.removeprefix(PREFIX) for ref in group_refs(PREFIX)],
        "products": {ref.removeprefix(PREFIX) for _store, ref in products_by_ref(PREFIX)},
        "sellers": [
            ref.removeprefix(PREFIX) for ref in stores_by_ref(PREFIX + seller for (seller,) in sellers)
        ],
    }


def _take(con: Any, work: Run, quiet: bool) -> dict[str, Any]:
    places, totals = Places(), Totals()
    if not work.dry_run:
        _found_market()
    with work.batch("stores"):
        open_stores(con, places, work.dry_run)
    count = con.execute("SELECT count(*) FROM orders").fetchall()[0][0]
    with progress("People", count, quiet) as advance:
        register_people(con, places, work.dry_run, advance)
    with progress("Products", None, quiet) as advance:
        shelve_goods(con, places, work.dry_run, advance)
    with progress("Orders", count, quiet) as advance:
        _orders(con, work, places, totals, advance)
    if places.created["products"] or places.created["stores"] or not work.finished_before:
        _renew_search(work)
    return report(con, work, totals, places.created)


def _found_market() -> None:
    """The first import gives an empty market its zone and currency."""
    if not markets.any_open_store():
        merchants.set_market(by=SYSTEM, zone=str(ZONE), currency=CURRENCY)


def _orders(con: Any, work: Run, places: Places, totals: Totals, advance: Any) -> None:
    now = clock.now()
    terms = Terms(timedelta(days=markets.market().confirm_days), commission_rates(now), now)
    cursor = con.cursor()
    rows = cursor.execute(QUERY)
    names = [column[0] for column in rows.description]
    while part := rows.fetchmany(BATCH):
        histories = [tell(dict(zip(names, row, strict=True)), places, terms) for row in part]
        with work.batch("orders") as facts:
            taken = orders.record_histories(
                by=SYSTEM, histories=histories, provider=PROVIDER, dry_run=work.dry_run
            )
            facts.extend(taken.facts)
        totals.add(taken)
        advance(len(part))


def _renew_search(work: Run) -> None:
    if not work.dry_run:
        rebuild()
