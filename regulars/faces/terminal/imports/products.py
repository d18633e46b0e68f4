"""A store's products from a CSV file, by the same action as the workbench's upload."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from regulars.faces.terminal.imports.runs import SHOWN
from regulars.goods.catalog import actions as catalog
from regulars.goods.catalog import queries as catalogue
from regulars.ground.kit.actors import SYSTEM
from regulars.people.merchants.queries import any_store


def run(file: Path, store: str, dry_run: bool = False) -> dict[str, Any]:
    """Load products into the store with this public id or address. Raises NotFound and what uploads raise."""
    place = any_store(store)
    done = catalog.import_products(
        by=SYSTEM, store=place, content=file.read_bytes(), name=file.name, dry_run=dry_run
    )
    rejects = catalogue.rejects_of(done)[:SHOWN]
    return {
        **done.counts,
        "run": done.public_id,
        "rejects": [{"row": one.row, "column": one.column, "reason": one.reason} for one in rejects],
    }
