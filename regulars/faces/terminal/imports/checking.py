"""Raw rows become typed rows; whatever cannot be used is listed with row, column and reason."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from regulars.faces.terminal.imports.table import Unreadable, _quoted

Kind = Literal["key", "text", "word", "money", "amount", "count", "whole", "moment"]
EARLIEST = "1995-01-01"
LARGEST_MINOR = 10**12
CONTENT = 400


@dataclass(frozen=True, slots=True)
class Column:
    """A column that an import reads.

    A `vital` column must be there, and a cell of it that cannot be read costs the row; of any other column
    it costs only the cell. `needed` cells must not be empty. `words` are the only ones allowed.
    """

    name: str
    kind: Kind
    vital: bool = True
    needed: bool = False
    words: Sequence[str] = ()
    others: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table of a data set: its columns, and those which together name a row."""

    name: str
    columns: Sequence[Column]
    key: Sequence[str] = ()
    file_names: Sequence[str] = ()
    optional: bool = False


def typed(con: Any, sheet: Sheet, present: Sequence[str], *, latest: str) -> None:
    """Make the table `sheet.name` of usable rows out of raw_`sheet.name`; list the others in `rejects`.

    `latest` is the last moment (UTC text) that is not called future. Raises Unreadable for a missing column.
    """
    raw = f"raw_{sheet.name}"
    missing = [column.name for column in sheet.columns if column.vital and not _source(column, present)]
    if missing:
        raise Unreadable(f"The table {sheet.name} has no column {', '.join(missing)}. Nothing was changed.")
    content = " || '|' || ".join(f"coalesce({_quoted(column)}, '')" for column in present) or "''"
    cells = ", ".join(_cell(column, present) for column in sheet.columns)
    faults = ", ".join(f"{_fault(column, present, latest)} AS f_{column.name}" for column in sheet.columns)
    con.execute(
        f"CREATE TABLE seen_{sheet.name} AS SELECT row, damage, left({content}, {CONTENT}) AS content, "
        f"{cells}, {faults} FROM {raw}"
    )
    con.execute(f"DROP TABLE {raw}")
    con.execute(
        f"INSERT INTO rejects SELECT '{sheet.name}', row, '', damage, content FROM seen_{sheet.name} "
        "WHERE damage <> ''"
    )
    for column in sheet.columns:
        con.execute(
            f"INSERT INTO rejects SELECT '{sheet.name}', row, '{column.name}', f_{column.name}, content "
            f"FROM seen_{sheet.name} WHERE damage = '' AND f_{column.name} <> ''"
        )
    vital = ["damage = ''", *(f"f_{column.name} = ''" for column in sheet.columns if column.vital)]
    names = ", ".join(column.name for column in sheet.columns)
    con.execute(
        f"CREATE TABLE {sheet.name} AS SELECT row, content, {names} FROM seen_{sheet.name} "
        f"WHERE {' AND '.join(vital)} ORDER BY row"
    )
    con.execute(f"DROP TABLE seen_{sheet.name}")
    if sheet.key:
        _once(con, sheet)


def _once(con: Any, sheet: Sheet) -> None:
    """The first row of a key counts; the others are reported."""
    key = ", ".join(sheet.key)
    con.execute(
        f"CREATE TABLE again AS SELECT row, content, first FROM (SELECT row, content, "
        f"min(row) OVER (PARTITION BY {key}) AS first FROM {sheet.name}) WHERE row <> first"
    )
    said = f"'The same {' and '.join(sheet.key)} as in row ' || first || '; that row counts.'"
    con.execute(
        f"INSERT INTO rejects SELECT '{sheet.name}', row, '{sheet.key[0]}', {said}, content FROM again"
    )
    con.execute(f"DELETE FROM {sheet.name} WHERE row IN (SELECT row FROM again)")
    con.execute("DROP TABLE again")


def reject(con: Any, sheet: str, condition: str, column: str, reason: str) -> None:
    """Take the rows of `sheet` that meet an SQL condition out and report them; `reason` is SQL too."""
    con.execute(
        f"INSERT INTO rejects SELECT '{sheet}', row, '{column}', {reason}, content "
        f"FROM {sheet} WHERE {condition}"
    )
    con.execute(f"DELETE FROM {sheet} WHERE {condition}")


def open_rejects(con: Any) -> None:
    """The table that rejected rows are listed in."""
    con.execute(
        "CREATE TABLE rejects (sheet VARCHAR, row BIGINT, col VARCHAR, reason VARCHAR, content VARCHAR)"
    )


def _source(column: Column, present: Sequence[str]) -> str:
    return next((name for name in (column.name, *column.others) if name in present), "")


def _text(column: Column, present: Sequence[str]) -> str:
    source = _source(column, present)
    return f"nullif(trim({_quoted(source)}), '')" if source else "NULL::VARCHAR"


def _number(text: str) -> str:
    return f"TRY_CAST({text} AS DECIMAL(18, 4))"


def _value(column: Column, present: Sequence[str]) -> str:
    text = _text(column, present)
    if column.kind in ("money", "amount"):
        return f"CAST(round({_number(text)} * 100) AS BIGINT)"
    if column.kind in ("count", "whole"):
        return f"CAST({_number(text)} AS BIGINT)"
    if column.kind == "moment":
        return f"TRY_CAST({text} AS TIMESTAMP)"
    return f"left({text}, {60 if column.kind == 'key' else 300})"


def _cell(column: Column, present: Sequence[str]) -> str:
    value = _value(column, present)
    if column.vital:
        return f"{value} AS {column.name}"
    return f"CASE WHEN {_fault(column, present, '')} = '' THEN {value} END AS {column.name}"


def _fault(column: Column, present: Sequence[str], latest: str) -> str:
    text = _text(column, present)
    tests = [
        (f"{text} IS NULL", "The cell is empty." if column.needed else ""),
        *_tests(column, text, latest),
    ]
    cases = " ".join(f"WHEN {test} THEN '{reason}'" for test, reason in tests)
    return f"CASE {cases} ELSE '' END"


def _tests(column: Column, text: str, latest: str) -> list[tuple[str, str]]:
    number = _number(text)
    if column.kind in ("money", "amount"):
        rest = [
            (f"{number} IS NULL", "This is not an amount."),
            (f"abs({number}) * 100 >= {LARGEST_MINOR}", "This amount is beyond reason."),
            (
                f"{number} * 100 <> round({number} * 100)",
                "This amount has more than two digits after the point.",
            ),
        ]
        return rest + ([(f"{number} < 0", "This amount is below zero.")] if column.kind == "money" else [])
    if column.kind in ("count", "whole"):
        rest = [(f"{number} IS NULL OR {number} <> round({number})", "This is not a whole number.")]
        rest.append((f"abs({number}) > 1000000000", "This number is beyond reason."))
        return rest + ([(f"{number} < 0", "This number is below zero.")] if column.kind == "count" else [])
    if column.kind == "moment":
        moment = f"TRY_CAST({text} AS TIMESTAMP)"
        rest = [
            (f"{moment} IS NULL", "This is not a date and time."),
            (f"{moment} < '{EARLIEST}'", "This date is too early to be true."),
        ]
        return rest + ([(f"{moment} > '{latest}'", "This date lies in the future.")] if latest else [])
    if column.words:
        listed = ", ".join(f"'{word}'" for word in column.words)
        return [(f"{text} NOT IN ({listed})", f"Not one of: {'; '.join(column.words)}.")]
    return [(f"length({text}) > 60", "This identifier is too long.")] if column.kind == "key" else []
