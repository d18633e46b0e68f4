"""The document of guarantees names tests that are there."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TEXT = (ROOT / "docs" / "guarantees.md").read_text()
ROWS = [line.split("|") for line in TEXT.splitlines() if re.match(r"\| R\d\d \|", line)]


def test_every_file_named_is_there() -> None:
    named = set(re.findall(r"`((?:tests|bench|docs)/[^`\s]+)`", TEXT))
    assert len(named) > 30
    assert [name for name in sorted(named) if not (ROOT / name).is_file()] == []


def test_every_row_says_what_by_what_and_where() -> None:
    assert len(ROWS) > 25
    for row in ROWS:
        cells = [cell.strip() for cell in row[1:-1]]
        assert len(cells) == 5, cells
        assert cells[1]
        assert "`" in cells[3]
        assert cells[4] in {"both", "SQLite", "PostgreSQL", "–"}


def test_a_check_is_proven_once() -> None:
    numbers = [row[1].strip() for row in ROWS]
    assert sorted(numbers) == sorted(set(numbers))


def test_what_a_test_says_of_itself_is_in_the_document() -> None:
    """A test file that begins with the number of a check is named in its row."""
    rows = {row[1].strip(): "|".join(row) for row in ROWS}
    for file in sorted((ROOT / "tests").rglob("test_*.py")):
        first = file.read_text().partition("\n")[0]
        for number in re.findall(r"\bR\d\d\b", first):
            assert str(file.relative_to(ROOT)) in rows.get(number, ""), (number, file.name)


def test_what_is_said_to_run_on_postgresql_with_every_commit_does() -> None:
    table = TEXT.split("| with every commit on PostgreSQL |")[1].split("\n\n")[0]
    named = re.findall(r"(test_\w+\.py)`", table)
    assert len(named) > 12
    part = (ROOT / "bin" / "test").read_text().split("initdb")[1]
    assert [name for name in named if name not in part] == []
