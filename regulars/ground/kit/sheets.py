"""Tables as CSV: written so that no spreadsheet runs a cell, read whatever program saved them."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from django.utils.translation import gettext_lazy as _

from regulars.ground.kit.refusals import BadInput

FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n")
# What spreadsheets skip before they look whether a cell is a formula, then the sign that makes it one.
RUNS = re.compile(r"[\t\r\n]|[\s\x00-\x1f\ufeff\u200b-\u200f\u2060]*[=+\-@＝＋－＠]")
MAX_BYTES = 32 * 1024 * 1024
MAX_CELL = 20_000
MAX_LINES_IN_ROW = 200
BOM = "\ufeff"
ARCHIVE = b"PK\x03\x04"
csv.field_size_limit(MAX_BYTES)


class UnreadableSheet(BadInput):
    """The file is not a table we can read."""

    code = "unreadable-sheet"
    sentence = _(
        "This file is not a CSV table. In your spreadsheet choose Save as, CSV (UTF-8), and send that."
    )


class SheetTooLarge(BadInput):
    """More than one file should hold."""

    status = 413
    code = "sheet-too-large"
    sentence = _("The file is larger than 32 MB. Split it into several files and send them one by one.")


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A row as it was read. `number`: the line it starts on; `damage`: why it cannot be used."""

    number: int
    cells: tuple[str, ...]
    damage: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table read: its header, its encoding and its rows."""

    header: tuple[str, ...]
    encoding: str
    rows: tuple[SheetRow, ...]


def safe_cell(value: object) -> str:
    """The value as text that a spreadsheet shows and never runs: formulas get a leading apostrophe."""
    text = "" if value is None else str(value)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return text
    return f"'{text}" if _needs_apostrophe(text) else text


def plain_cell(text: str) -> str:
    """The inverse of `safe_cell`."""
    return text[1:] if text.startswith("'") and _needs_apostrophe(text[1:]) else text


def _needs_apostrophe(text: str) -> bool:
    """Whether a spreadsheet would run the text, or it looks as if it had been given an apostrophe before."""
    return RUNS.match(text.lstrip("'")) is not None


def write_csv(
    header: Sequence[str], rows: Iterable[Sequence[object]], *, bom: bool = True
) -> Iterator[bytes]:
    """The table as CSV in UTF-8, piece by piece. The mark at the start (`bom`) makes Excel read Chinese."""
    if bom:
        yield codecs.BOM_UTF8
    yield _lines([header])
    stream = iter(rows)
    while part := list(islice(stream, 500)):
        yield _lines(part)


def _lines(rows: Iterable[Sequence[object]]) -> bytes:
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerows([safe_cell(cell) for cell in row] for row in rows)
    return out.getvalue().encode("utf-8", "replace")


def decode(content: bytes) -> tuple[str, str]:
    """The text and its encoding: UTF-8, UTF-16 with or without its mark, else GB18030 (which holds GBK)."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return content.decode("utf-16", "replace"), "utf-16"
    for name in _likely(content):
        try:
            return content.decode(name).removeprefix(BOM), name
        except UnicodeDecodeError:
            continue
    return content.decode("utf-8", "replace").removeprefix(BOM), "utf-8"


def _likely(content: bytes) -> list[str]:
    head = content[:4096]
    if head.count(0) > len(head) // 5:
        return ["utf-16-le" if head[1::2].count(0) >= head[0::2].count(0) else "utf-16-be"]
    return ["utf-8", "gb18030"]


def read_csv(content: bytes) -> Sheet:
    """Read a table; unreadable rows are kept with their damage. Raises UnreadableSheet, SheetTooLarge.

    A quotation mark that is never closed costs its own line, not the rest of the file.
    """
    if len(content) > MAX_BYTES:
        raise SheetTooLarge(param="file")
    if content.startswith(ARCHIVE):
        raise UnreadableSheet(param="file")
    text, encoding = decode(content)
    lines = [f"{line}\n" for line in _split(text)]
    head = next((index for index, line in enumerate(lines) if line.strip()), None)
    if head is None:
        raise UnreadableSheet(param="file")
    comma = max(",;\t", key=lines[head].count)
    header, _used = _one(lines, head, comma)
    if header is None:
        raise UnreadableSheet(param="file")
    names = tuple(cell.strip() for cell in header)
    return Sheet(names, encoding, tuple(_rows(lines, head + 1, comma, len(names))))


def _split(text: str) -> list[str]:
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


def _rows(lines: Sequence[str], at: int, comma: str, width: int) -> Iterator[SheetRow]:
    while at < len(lines):
        cells, used = _one(lines, at, comma)
        if cells is None or (used > 1 and len(cells) != width):
            yield SheetRow(at + 1, _bare(lines[at], comma), "quotes")
            used = 1
        elif any(cell.strip() for cell in cells):
            yield SheetRow(at + 1, tuple(cell[: MAX_CELL + 1] for cell in cells), _damage(cells, width))
        at += used


def _one(lines: Sequence[str], at: int, comma: str) -> tuple[list[str] | None, int]:
    reader = csv.reader(lines[at : at + MAX_LINES_IN_ROW], delimiter=comma, strict=True)
    try:
        return next(reader), max(reader.line_num, 1)
    except (csv.Error, StopIteration):
        return None, 1


def _bare(line: str, comma: str) -> tuple[str, ...]:
    return tuple(cell.strip().strip('"')[:MAX_CELL] for cell in line.split(comma))


def _damage(cells: Sequence[str], width: int) -> str:
    if len(cells) > width and any(cell.strip() for cell in cells[width:]):
        return "too-many-cells"
    if any("\0" in cell for cell in cells):
        return "nul"
    if any("\ufffd" in cell for cell in cells):
        return "encoding"
    return "huge-cell" if any(len(cell) > MAX_CELL for cell in cells) else ""
