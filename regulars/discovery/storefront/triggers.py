"""What was published is never changed: the database itself refuses."""

from __future__ import annotations

from typing import Any

WORDS = "a published page is never changed"
SQLITE = f"""CREATE TRIGGER storefront_snapshot_no_update BEFORE UPDATE ON storefront_snapshot
BEGIN SELECT RAISE(ABORT, '{WORDS}'); END"""
FUNCTION = f"""CREATE OR REPLACE FUNCTION storefront_snapshot_stays() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION '{WORDS}' USING ERRCODE = 'restrict_violation'; END $$"""
POSTGRESQL = """CREATE TRIGGER storefront_snapshot_no_update BEFORE UPDATE ON storefront_snapshot
FOR EACH ROW EXECUTE FUNCTION storefront_snapshot_stays()"""


def install(apps: Any, schema_editor: Any) -> None:
    """Create the trigger (migration)."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(FUNCTION)
        schema_editor.execute(POSTGRESQL)
    else:
        schema_editor.execute(SQLITE)


def remove(apps: Any, schema_editor: Any) -> None:
    """Drop the trigger (migration backwards)."""
    of = " ON storefront_snapshot" if schema_editor.connection.vendor == "postgresql" else ""
    schema_editor.execute("DROP TRIGGER IF EXISTS storefront_snapshot_no_update" + of)
