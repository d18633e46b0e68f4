"""Everything a store owns, written from the command line: the same zip as the workbench gives."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from regulars.ground.kit.actors import SYSTEM
from regulars.ground.kit.exports import tables, write_archive
from regulars.people.merchants.actions import take_export
from regulars.people.merchants.queries import any_store


def run(store: str, target: Path) -> dict[str, Any]:
    """Write the archive of the store (public id or address) to `target`. Raises NotFound."""
    owner = any_store(store)
    take_export(by=SYSTEM, store=owner)
    draft = target.with_name(f"{target.name}.part")
    with draft.open("wb") as out:
        size = write_archive(owner, out)
    draft.replace(target)
    return {"store": owner.public_id, "file": str(target), "bytes": size, "tables": len(tables)}
