"""Entries and lines are never changed: the database itself refuses."""

from __future__ import annotations

from typing import Any

TABLES = ("settlement_entry", "settlement_line")
WORDS = "the ledger is append-only"
CHANGES = ("UPDATE", "DELETE")

SQLITE = """CREATE TRIGGER {table}_no_{change} BEFORE {change} ON {table}
BEGIN SELECT RAISE(ABORT, '{words}'); END"""
POSTGRESQL = """CREATE TRIGGER {table}_no_{change} BEFORE {change} ON {table}
FOR EACH ROW EXECUTE FUNCTION settlement_append_only()"""
FUNCTION = """CREATE OR REPLACE FUNCTION settlement_append_only() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION '{words}' USING ERRCODE = 'restrict_violation'; END $$"""


def names() -> set[str]:
    """The triggers that must be there."""
    return {f"{table}_no_{change}".lower() for table in TABLES for change in CHANGES}


def install(apps: Any, schema_editor: Any) -> None:
    """Create the triggers (migration)."""
    template = SQLITE
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(FUNCTION.format(words=WORDS))
        template = POSTGRESQL
    for table in TABLES:
        for change in CHANGES:
            schema_editor.execute(template.format(table=table, change=change, words=WORDS))


def remove(apps: Any, schema_editor: Any) -> None:
    """Drop the triggers (migration backwards)."""
    of = " ON {table}" if schema_editor.connection.vendor == "postgresql" else ""
    for table in TABLES:
        for change in CHANGES:
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {table}_no_{change}" + of.format(table=table))
