"""Files of a data set as raw tables: Parquet or CSV, every cell a text, every row with its number."""

from __future__ import annotations

import codecs
import csv
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import IO, Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from regulars.ground.kit.refusals import BadInput

BATCH = 20_000
MOST_LINES = 50
FORMATS = (".parquet", ".csv")
csv.field_size_limit(16 * 1024 * 1024)


class Unreadable(BadInput):
    """A file cannot be read; nothing was changed."""

    code = "unreadable-file"


def workshop(folder: Path) -> Any:
    """A DuckDB for one import: small, and with its overflow in `folder`."""
    return duckdb.connect(
        config={
            "memory_limit": "500MB",
            "threads": 2,
            "temp_directory": str(folder),
            "preserve_insertion_order": True,
        }
    )


def find(folder: Path, name: str, others: Sequence[str] = ()) -> Path | None:
    """The file of a table in `folder`: `name`.parquet, `name`.csv, or one of its other names."""
    for stem in (name, *others):
        for ending in FORMATS:
            file = folder / f"{stem}{ending}"
            if file.is_file():
                return file
    return None


def load(con: Any, name: str, file: Path) -> list[str]:
    """Fill the table raw_`name` from a file: `row` (from 1), `damage`, its columns as text; return those.

    Raises Unreadable, naming the file.
    """
    try:
        if file.suffix == ".csv":
            return _load_csv(con, name, file)
        return _load_parquet(con, name, file)
    except (duckdb.Error, pa.ArrowException, OSError, ValueError) as error:
        said = str(error).splitlines()[0][:200] if str(error) else type(error).__name__
        raise Unreadable(
            f"{file} cannot be read ({said}). It may be cut short: fetch it again. Nothing was changed."
        ) from error


def _load_parquet(con: Any, name: str, file: Path) -> list[str]:
    source = pq.ParquetFile(file)
    columns = [column for column in source.schema_arrow.names if column not in ("row", "damage")]
    cells = ", ".join(f"CAST({_quoted(column)} AS VARCHAR) AS {_quoted(column)}" for column in columns)
    con.execute(
        f"CREATE TABLE raw_{name} AS SELECT file_row_number + 1 AS row, '' AS damage, {cells} "
        f"FROM read_parquet(?, file_row_number = true)",
        [str(file)],
    )
    return columns


def _quoted(column: str) -> str:
    doubled = column.replace('"', '""')
    return f'"{doubled}"'


def _load_csv(con: Any, name: str, file: Path) -> list[str]:
    with file.open("r", encoding=encoding_of(file), errors="replace", newline="") as stream:
        head = stream.readline()
        header = next(csv.reader([head]), []) if head.strip("\0 \r\n") else []
        columns = [cell.strip().strip("\ufeff") for cell in header]
        if not columns or len(set(columns)) != len(columns):
            raise ValueError("the first line does not name the columns")
        comma = max(",;\t", key=head.count)
        if comma != ",":
            columns = [cell.strip() for cell in next(csv.reader([head], delimiter=comma))]
        fields = ["row BIGINT", "damage VARCHAR", *(f"{_quoted(column)} VARCHAR" for column in columns)]
        con.execute(f"CREATE TABLE raw_{name} ({', '.join(fields)})")
        rows = read_rows(stream, len(columns), comma)
        while part := list(islice(rows, BATCH)):
            _insert(con, name, columns, part)
    return columns


def _insert(con: Any, name: str, columns: list[str], part: list[tuple[int, str, list[str]]]) -> None:
    cells = {
        column: pa.array([cells[place] or None for _row, _damage, cells in part], pa.string())
        for place, column in enumerate(columns)
    }
    numbers = pa.array([row for row, _damage, _cells in part], pa.int64())
    damages = pa.array([damage for _row, damage, _cells in part], pa.string())
    arrow = pa.table([numbers, damages, *cells.values()], names=["row", "damage", *columns])
    con.register("arrived", arrow)
    con.execute(f"INSERT INTO raw_{name} SELECT * FROM arrived")
    con.unregister("arrived")


def encoding_of(file: Path) -> str:
    """UTF-16 by its mark, UTF-8 when the whole file is, else the Windows code page."""
    with file.open("rb") as stream:
        if stream.read(2) in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
            return "utf-16"
        stream.seek(0)
        return "utf-8-sig" if _is_utf8(stream) else "cp1252"


def _is_utf8(stream: IO[bytes]) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        while block := stream.read(1 << 20):
            decoder.decode(block)
        decoder.decode(b"", final=False)
    except UnicodeDecodeError:
        return False
    return True


def read_rows(stream: IO[str], width: int, comma: str = ",") -> Iterator[tuple[int, str, list[str]]]:
    """Row number, damage and `width` cells of each row. An open quotation mark costs its own line only."""
    lines = iter(stream)
    waiting: list[str] = []
    number = 0
    while True:
        line = waiting.pop(0) if waiting else next(lines, None)
        if line is None:
            return
        if not line.strip("\r\n"):
            continue
        number += 1
        text = line
        if line.count('"') % 2:
            text = _joined(line, lines, waiting, width, comma)
        yield _row(number, text, width, comma, cut=text is line and line.count('"') % 2 == 1)


def _joined(line: str, lines: Iterator[str], waiting: list[str], width: int, comma: str) -> str:
    """The line with those that follow until its quotation mark is closed; just the line when that fails."""
    ahead = waiting + list(islice(lines, max(0, MOST_LINES - len(waiting))))
    text = line
    for count, more in enumerate(ahead, 1):
        text += more
        if text.count('"') % 2 == 0:
            if _width(text, comma) == width:
                waiting[:] = ahead[count:]
                return text
            break
    waiting[:] = ahead
    return line


def _width(text: str, comma: str) -> int:
    try:
        rows = list(csv.reader(text.splitlines(keepends=True), delimiter=comma, strict=True))
    except csv.Error:
        return 0
    return len(rows[0]) if len(rows) == 1 else 0


def _row(number: int, text: str, width: int, comma: str, *, cut: bool) -> tuple[int, str, list[str]]:
    try:
        cells = next(csv.reader(text.splitlines(keepends=True), delimiter=comma), [])
    except csv.Error:
        cells = [text]
        cut = True
    damage = "a quotation mark is not closed" if cut else ""
    if "\0" in text:
        damage, cells = "it holds a NUL character", [cell.replace("\0", "") for cell in cells]
    if not damage and len(cells) != width:
        damage = f"it has {len(cells)} cells instead of {width}"
    return number, damage, (cells + [""] * width)[:width]
