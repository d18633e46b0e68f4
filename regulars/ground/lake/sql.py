"""The few pieces of SQL that compaction and reading share."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path

import duckdb

from regulars.ground.lake.columns import EARLIEST, SCHEMAS

# Lets DuckDB turn away what it does not need; everything the lake needs is built in.
_SETTINGS = {"autoinstall_known_extensions": "false", "TimeZone": "UTC"}


def connect(place: Path) -> duckdb.DuckDBPyConnection:
    """Return a DuckDB in memory that spills into the lake's own folder."""
    spill = place / "tmp" / "spill"
    spill.mkdir(parents=True, exist_ok=True)
    return duckdb.connect(":memory:", config={**_SETTINGS, "temp_directory": str(spill)})


def text(value: object) -> str:
    """Return a quoted literal."""
    return "'" + str(value).replace("'", "''") + "'"


def parquet(paths: Iterable[Path]) -> str:
    """Return the table function over files; their `day` comes from the folder's name."""
    names = ", ".join(text(path) for path in paths)
    options = "hive_partitioning = true, hive_types = {'day': DATE}, union_by_name = true"
    return f"read_parquet([{names}], {options})"


def staged(paths: Iterable[Path]) -> str:
    """Return the table function over staged tables, which have no day yet."""
    return f"read_parquet([{', '.join(text(path) for path in paths)}], hive_partitioning = false)"


def columns(stream: str) -> str:
    """Return the columns of a stream, quoted: DuckDB reserves `at`."""
    return ", ".join(f'"{name}"' for name in SCHEMAS[stream].names)


def arrived(stream: str, tables: Iterable[Path]) -> str:
    """Return the query of all that is not compacted, with its day; `segments_<stream>` is registered."""
    sources = [f"SELECT {columns(stream)} FROM segments_{stream}"]
    paths = list(tables)
    if paths:
        sources.append(f"SELECT {columns(stream)} FROM {staged(paths)}")
    everything = " UNION ALL ".join(sources)
    return f'SELECT *, CAST("at" AS DATE) AS day FROM ({everything})'


def once(stream: str, source: str, known: Iterable[Path], where: str = "true") -> str:
    """Return the query of rows of `source` with a new id: the first of each, none that `known` files hold."""
    files = list(known)
    unknown = f"id NOT IN (SELECT id FROM {parquet(files)})" if files else "true"
    return (
        f"SELECT {columns(stream)}, day FROM {source} WHERE ({where}) AND {unknown} "
        f"QUALIFY row_number() OVER (PARTITION BY id ORDER BY {EARLIEST[stream]}) = 1"
    )


def on(day: date) -> str:
    """Return the condition that a row is of a day."""
    return f"day = DATE '{day.isoformat()}'"
