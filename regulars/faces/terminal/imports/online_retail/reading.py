"""The one table of the data set, and which of its rows are sales, postage, refunds or none of these."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from regulars.faces.terminal.imports.checking import Column, Sheet, open_rejects, reject, typed
from regulars.faces.terminal.imports.table import FORMATS, Unreadable, load
from regulars.ground.kit import clock

LINES = Sheet(
    "invoice_lines",
    (
        Column("invoice", "key", needed=True, others=("Invoice", "InvoiceNo", "invoice_no")),
        Column("stock_code", "key", needed=True, others=("StockCode",)),
        Column("description", "text", vital=False, others=("Description",)),
        Column("quantity", "whole", needed=True, others=("Quantity",)),
        Column("invoice_date", "moment", needed=True, others=("InvoiceDate",)),
        Column("price", "amount", needed=True, others=("Price", "UnitPrice", "unit_price")),
        Column("customer_id", "key", others=("Customer ID", "CustomerID")),
        Column("country", "text", vital=False, others=("Country",)),
    ),
)
POSTAGE = ("POST", "DOT", "C2", "C3")
FEES = ("BANK CHARGES", "AMAZONFEE", "B", "CRUK")
UNSOLD = ("D", "ADJUST", "ADJUST2", "S")


def find(source: Path) -> Path:
    """The file itself, or the only table in a folder. Raises Unreadable."""
    if source.is_file():
        return source
    tables = sorted(file for file in source.iterdir() if file.suffix in FORMATS)
    if len(tables) != 1:
        raise Unreadable(f"{source} holds {len(tables)} tables; name the one to load. Nothing was changed.")
    return tables[0]


def read(con: Any, file: Path) -> None:
    """The table `invoice_lines`, without the rows that are neither a sale nor a refund."""
    open_rejects(con)
    latest = clock.now().strftime("%Y-%m-%d 23:59:59")
    typed(con, LINES, load(con, LINES.name, file), latest=latest)
    con.execute(
        "UPDATE invoice_lines SET invoice = upper(invoice), "
        "customer_id = regexp_replace(customer_id, '[.]0$', '')"
    )
    _leave_out(con)


def _leave_out(con: Any) -> None:
    sheet = LINES.name
    back, code = "invoice LIKE 'C%'", "upper(stock_code)"
    told = [
        ("NOT regexp_matches(invoice, '^C?[0-9]+$')", "invoice", "An adjustment of the books, not a sale."),
        (f"{code} IN {FEES}", "stock_code", "A fee of the bank or another market, not a sale."),
        ("price < 0", "price", "This amount is below zero."),
        (f"{code} IN {UNSOLD} AND NOT {back}", "stock_code", "A correction by hand, not a sale."),
        (f"NOT {back} AND quantity < 0", "quantity", "A correction of stock, not a sale."),
        ("quantity = 0", "quantity", "Nothing was sold."),
        (f"{back} AND quantity > 0", "quantity", "A cancellation with goods going out contradicts itself."),
        ("price = 0 AND customer_id IS NULL", "price", "No price and no customer: stock found or lost."),
        (f"{back} AND price = 0", "price", "A refund of nothing."),
        ("abs(quantity) * price > 1000000000000", "quantity", "This amount is beyond reason."),
    ]
    for condition, column, reason in told:
        reject(con, sheet, condition, column, f"'{reason}'")
