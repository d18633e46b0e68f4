"""What an import says when it is done."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from regulars.faces.terminal.imports.runs import SHOWN, Run
from regulars.trade.orders.rules import Conflict, Taken


@dataclass(slots=True)
class Totals:
    """What the market holds of the file's rows, over all batches."""

    taken: Taken = field(default_factory=Taken)

    def add(self, more: Taken) -> None:
        """Count one batch in."""
        for name in Taken.__slots__:
            if name == "conflicts":
                self.taken.conflicts += more.conflicts
            elif name != "facts":
                setattr(self.taken, name, getattr(self.taken, name) + getattr(more, name))


def rejects_of(con: Any, conflicts: list[Conflict], sheets: Mapping[str, str]) -> list[tuple[Any, ...]]:
    """All rows left out, with those which contradict the market; `sheets` names the tables of these."""
    query = "SELECT sheet, row, col, reason, content FROM rejects ORDER BY sheet, row, col"
    rows: list[tuple[Any, ...]] = con.execute(query).fetchall()
    return rows + [(sheets.get(one.sheet, one.sheet), one.row, "", one.reason, "") for one in conflicts]


def report(
    con: Any,
    work: Run,
    totals: Totals,
    created: Mapping[str, int],
    sheets: Mapping[str, str] | None = None,
    **more: Any,
) -> dict[str, Any]:
    """The one object an import prints; the rejected rows are kept with the run."""
    taken = totals.taken
    rejects = rejects_of(
        con, taken.conflicts, sheets or {"items": "order_items", "payments": "order_payments"}
    )
    made = {
        **created,
        "orders": taken.new_orders,
        "items": taken.new_items,
        "payments": taken.new_payments,
    }
    counts = {
        "orders": taken.orders,
        "items": taken.items,
        "goods_minor": taken.goods_minor,
        "freight_minor": taken.freight_minor,
        "payments_minor": taken.payments_minor,
        "created": sum(made.values()),
        "rejected": len({(sheet, row) for sheet, row, *_rest in rejects}),
        "updated": taken.moved,
    }
    file = work.close(counts, rejects)
    result: dict[str, Any] = {**counts, **more, "created_by_kind": made}
    if rejects:
        result["rejects"] = [
            {"sheet": sheet, "row": row, "column": column, "reason": reason}
            for sheet, row, column, reason, _content in rejects[:SHOWN]
        ]
        result["rejects_file"] = str(file) if file else ""
    if work.dry_run:
        result["dry_run"] = True
    return result
