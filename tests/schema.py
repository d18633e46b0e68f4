"""PostgreSQL's tables for tests, made from the models at once: going through every migration takes half a minute.

What the models do not say (triggers, indexes of the search) is what migrations run that can be taken back; what they
change in rows of earlier versions has nothing to do here. At night `tests/wiring/test_snapshot.py` compares the two.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import django
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations import RunPython, RunSQL
from django.db.migrations.recorder import MigrationRecorder


class Nowhere(dict[str, None]):
    """No app has migrations."""

    def __contains__(self, _app: object) -> bool:
        return True

    def __missing__(self, _app: str) -> None:
        return None


def make(database: BaseDatabaseWrapper) -> None:
    """Fill an empty database with all tables."""
    settings.MIGRATION_MODULES = Nowhere()
    call_command("migrate", verbosity=0, interactive=False, run_syncdb=True)
    finish(database)


def finish(database: BaseDatabaseWrapper) -> None:
    """What stands in no model, in the order of the migrations; and all of them count as applied."""
    settings.MIGRATION_MODULES = {}
    recorder = MigrationRecorder(database)
    recorder.ensure_schema()
    loader = MigrationLoader(None)
    with database.schema_editor() as editor:
        for operation in _made(loader):
            if isinstance(operation, RunPython):
                operation.code(apps, editor)
            else:
                operation._run_sql(editor, operation.sql)
    recorder.migration_qs.bulk_create(
        [recorder.Migration(app=app, name=name) for app, name in sorted(loader.disk_migrations)]
    )


def _made(loader: MigrationLoader) -> Iterator[Any]:
    plan = dict.fromkeys(
        node for leaf in loader.graph.leaf_nodes() for node in loader.graph.forwards_plan(leaf)
    )
    for migration in map(loader.graph.nodes.__getitem__, plan):
        for one in migration.operations if type(migration).__module__.startswith("regulars.") else ():
            back = {RunPython: "reverse_code", RunSQL: "reverse_sql"}.get(type(one))
            if back and getattr(one, back) not in (None, RunPython.noop, RunSQL.noop):
                yield one


CATALOGUE = {
    "columns": """SELECT table_name, column_name, data_type, is_nullable, column_default, character_maximum_length,
        identity_generation FROM information_schema.columns
        WHERE table_schema = 'public' AND table_name NOT LIKE 'auth\\_%' ORDER BY 1, 2""",
    "indexes": """SELECT tablename, regexp_replace(indexdef, ' INDEX \\S+ ', ' INDEX ') AS made FROM pg_indexes
        WHERE schemaname = 'public' ORDER BY 1, 2""",
    "constraints": """SELECT conrelid::regclass::text, pg_get_constraintdef(oid) FROM pg_constraint
        WHERE connamespace = 'public'::regnamespace ORDER BY 1, 2""",
    "triggers": """SELECT tgrelid::regclass::text, tgname, pg_get_triggerdef(oid) FROM pg_trigger
        WHERE NOT tgisinternal ORDER BY 1, 2""",
    "functions": """SELECT proname, pg_get_functiondef(oid) FROM pg_proc
        WHERE pronamespace = 'public'::regnamespace AND prokind = 'f' ORDER BY 1, 2""",
}


def catalogue(database: BaseDatabaseWrapper) -> dict[str, list[tuple[Any, ...]]]:
    """Everything that a PostgreSQL database is made of, in an order of its own."""
    with database.cursor() as cursor:
        found = {}
        for name, question in CATALOGUE.items():
            cursor.execute(question)
            found[name] = cursor.fetchall()
    return found


def compare(database: BaseDatabaseWrapper) -> str:
    """What the models make of an empty database that the migrations do not, or the other way round."""
    make(database)
    models = catalogue(database)
    with database.cursor() as cursor:
        cursor.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
    call_command("migrate", verbosity=0, interactive=False)
    migrations = catalogue(database)
    rows = [row for kind in CATALOGUE for row in {*models[kind]} ^ {*migrations[kind]}]
    return "\n".join(map(str, rows)) or "the same"


if __name__ == "__main__":
    django.setup()
    print(compare(connection))
