"""One merchant with its regulars, in the shape of UCI's Online Retail II."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from regulars.discovery.search.actions import rebuild
from regulars.faces.terminal.imports.online_retail import reading
from regulars.faces.terminal.imports.online_retail.goods import moment, open_shop, shelve
from regulars.faces.terminal.imports.online_retail.telling import (
    QUERY,
    Told,
    person_name,
    person_ref,
)
from regulars.faces.terminal.imports.reporting import Totals, report
from regulars.faces.terminal.imports.runs import Run, bench, digest
from regulars.faces.terminal.imports.table import workshop
from regulars.faces.terminal.say import progress
from regulars.ground.kit.actors import SYSTEM
from regulars.people.accounts import actions as accounts
from regulars.people.accounts.queries import people_by_ref
from regulars.people.accounts.rules import PersonRow
from regulars.trade.orders import actions as orders
from regulars.trade.settlement.queries import commission_rates

BATCH = 400
RETURNS = 500
PROVIDER = "elsewhere"
NOT_TAKEN = "The purchase does not hold as much any more; part of it went back in this market."


def run(file: Path, store_name: str, dry_run: bool = False, quiet: bool = False) -> dict[str, Any]:
    """Load a merchant's invoices into the store `store_name`. Safe to repeat and to interrupt.

    Raises Unreadable, before anything is changed, and OtherCurrency.
    """
    source = reading.find(file)
    with bench() as scratch, workshop(scratch) as con:
        reading.read(con, source)
        work = Run("online-retail", f"{store_name[:80]}:{source.name}:{digest([source])}", dry_run=dry_run)
        with work.batch("store"):
            shop = open_shop(con, store_name, dry_run)
        with work.batch("products"):
            shelve(con, shop, dry_run)
        told = Told(shop, commission_rates().rate(shop.pk, ()))
        totals = Totals()
        _sales(con, work, told, totals, quiet)
        refunds = _returns(con, work, told, quiet)
        if not dry_run and (shop.created["products"] or not work.finished_before):
            rebuild()
        return report(con, work, totals, shop.created, {"items": reading.LINES.name}, **refunds)


def _sales(con: Any, work: Run, told: Told, totals: Totals, quiet: bool) -> None:
    told.shop.created["people"] = 0
    count = con.execute("SELECT count(DISTINCT invoice) FROM invoice_lines").fetchall()[0][0]
    rows = con.cursor().execute(QUERY)
    names = [column[0] for column in rows.description]
    with progress("Invoices", count, quiet) as advance:
        while part := rows.fetchmany(BATCH):
            found = [dict(zip(names, row, strict=True)) for row in part]
            sales = [row for row in found if not row["invoice"].startswith("C")]
            people = _people(work, told, sales)
            # In the order of time: a cancellation may only give back what was bought before.
            histories = []
            for row in found:
                if row["invoice"].startswith("C"):
                    told.cancellation(row)
                else:
                    histories.append(told.sale(row, people))
            with work.batch("invoices") as facts:
                taken = orders.record_histories(
                    by=SYSTEM, histories=histories, provider=PROVIDER, dry_run=work.dry_run
                )
                facts.extend(taken.facts)
            totals.add(taken)
            advance(len(part))


def _people(work: Run, told: Told, sales: Sequence[Mapping[str, Any]]) -> dict[str, int]:
    wanted = {
        person_ref(told.shop, row): PersonRow(
            person_ref(told.shop, row), person_name(row), joined_at=moment(row["placed"])
        )
        for row in reversed(sales)
    }
    known = people_by_ref(wanted)
    fresh = [row for ref, row in wanted.items() if ref not in known]
    told.shop.created["people"] += len({row.external_ref for row in fresh} - told.met)
    told.met.update(wanted)
    return known | (accounts.record_people(by=SYSTEM, rows=fresh) if fresh and not work.dry_run else {})


def _returns(con: Any, work: Run, told: Told, quiet: bool) -> dict[str, int]:
    found = {"refunds": 0, "refunds_minor": 0, "refunds_unmatched": 0, "refunds_unmatched_minor": 0}
    if work.dry_run:
        found["refunds"] = len(told.returns)
        units = [unit for each in told.returns for unit in each.units]
        found["refunds_minor"] = sum(price * quantity for _variant, price, quantity in units)
    new = 0
    with progress("Refunds", len(told.returns), quiet) as advance:
        for start in range(0, 0 if work.dry_run else len(told.returns), RETURNS):
            part = told.returns[start : start + RETURNS]
            with work.batch("refunds") as facts:
                taken = orders.record_returns(by=SYSTEM, returns=part, provider=PROVIDER)
                facts.extend(taken.facts)
            for key in taken.left:
                told.unmatched += [(line, NOT_TAKEN) for line in told.rows_of[key]]
            found["refunds"] += taken.returns
            found["refunds_minor"] += taken.refunded_minor
            new += taken.new_returns
            advance(len(part))
    told.shop.created["refunds"] = new
    _list_unmatched(con, told, found)
    return found


def _list_unmatched(con: Any, told: Told, found: dict[str, int]) -> None:
    for line, _why in told.unmatched:
        found["refunds_unmatched_minor"] -= line["quantity"] * line["price"]
    found["refunds_unmatched"] = len(told.unmatched)
    rows = [
        (reading.LINES.name, line["row"], "invoice", why, line["content"]) for line, why in told.unmatched
    ]
    if rows:
        con.executemany("INSERT INTO rejects VALUES (?, ?, ?, ?, ?)", rows)
