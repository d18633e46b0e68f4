"""Bringing in a history at once: Arrow tables become staged Parquet files."""

from pathlib import Path
from typing import Any
from uuid import uuid4

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from regulars.ground.lake import segments
from regulars.ground.lake.batches import batch_path, digest
from regulars.ground.lake.columns import MOMENT, SCHEMAS
from regulars.ground.lake.disk import settle
from regulars.ground.lake.place import place


class Unfit(ValueError):
    """The table does not have the columns of the stream."""


def append_table(stream: str, table: Any, batch_key: str, *, folder: Path | None = None) -> int:
    """Append an Arrow table, all or nothing and once per `batch_key`, and return the number of its rows.

    It needs `at` and `name`; other columns may be missing (empty). Rows without an `id` get one made of the
    key and their number. Raises `Unfit`, `UnknownStream`, `OSError`.
    """
    where = place(folder)
    final = batch_path(where, stream, batch_key, segments.STAGED)
    if not final.exists() and table.num_rows:
        temporary = where / "tmp" / f"{final.name}.{uuid4().hex}"
        temporary.parent.mkdir(parents=True, exist_ok=True)
        pq.write_table(
            fitted(stream, table, digest(batch_key)), temporary, compression="zstd", compression_level=1
        )
        settle(temporary, final)
    return int(table.num_rows)


def fitted(stream: str, table: Any, prefix: str) -> Any:
    """Return the table in the columns of the stream; raises `Unfit`."""
    schema = SCHEMAS[stream]
    unknown = set(table.column_names) - set(schema.names)
    if unknown:
        raise Unfit(f"The stream {stream} has no columns {', '.join(sorted(unknown))}.")
    columns = [_column(table, field, prefix) for field in schema]
    return pa.table(columns, schema=schema)


def _column(table: Any, field: Any, prefix: str) -> Any:
    filled = _filled(table, field, prefix)
    if field.name in ("id", "at", "name") and filled.null_count:
        raise Unfit(f"The column {field.name} has empty cells.")
    return filled


def _filled(table: Any, field: Any, prefix: str) -> Any:
    if field.name in table.column_names:
        return _cast(table[field.name], field)
    if field.name == "id":
        return pa.array([f"{prefix}-{number}" for number in range(table.num_rows)], pa.string())
    if field.name == "received_at" and "at" in table.column_names:
        return _cast(table["at"], field)
    if field.name in ("props", "version"):
        return pa.array(["{}" if field.name == "props" else 1] * table.num_rows, field.type)
    return pa.nulls(table.num_rows, field.type)


def _cast(column: Any, field: Any) -> Any:
    try:
        if field.type == MOMENT and pa.types.is_timestamp(column.type) and column.type.tz:
            column = pc.cast(column, pa.timestamp("us", tz="UTC"))
        return pc.cast(column, field.type)
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError) as error:
        raise Unfit(f"The column {field.name} does not fit: {error}") from error
