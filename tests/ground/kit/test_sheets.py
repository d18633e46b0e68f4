"""CSV out is harmless, CSV in is understood."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regulars.ground.kit.sheets import (
    MAX_BYTES,
    MAX_CELL,
    RUNS,
    SheetTooLarge,
    UnreadableSheet,
    plain_cell,
    read_csv,
    safe_cell,
    write_csv,
)


@pytest.mark.parametrize(
    "start",
    [
        "=",
        "+",
        "-",
        "@",
        "\t",
        "\r",
        "\n",
        "＝",
        "＋",
        "－",
        "＠",
        " =",
        "\n=",
        "\u00a0+",
        "\u3000＝",
        "\ufeff@",
        "\u200b-",
    ],
)
def test_cells_that_a_spreadsheet_would_run_are_quoted(start: str) -> None:
    assert safe_cell(f"{start}cmd|' /C calc'!A0").startswith(f"'{start}")


def test_numbers_stay_numbers() -> None:
    assert [safe_cell(value) for value in (-5, 2.5, None, "a-b")] == ["-5", "2.5", "", "a-b"]


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=40))
def test_quoting_can_be_undone(text: str) -> None:
    assert plain_cell(safe_cell(text)) == text


@pytest.mark.parametrize("text", ["'=1", "''=1", "'tis", "it's = 1", "'", "a\n=b"])
def test_what_begins_with_an_apostrophe_comes_back_too(text: str) -> None:
    assert plain_cell(safe_cell(text)) == text
    assert not RUNS.match(safe_cell(text))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "utf-16", "utf-16-le", "utf-16-be"])
def test_encodings_are_found_out(encoding: str) -> None:
    rows = ["标题,price", *(f"手工紫砂壶 No {n},{n}" for n in range(40))]
    sheet = read_csv("\r\n".join(rows).encode(encoding))
    assert sheet.header == ("标题", "price")
    assert sheet.rows[0].cells == ("手工紫砂壶 No 0", "0")
    assert len(sheet.rows) == 40


@pytest.mark.parametrize("comma", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_separators_and_line_ends(comma: str, end: str) -> None:
    sheet = read_csv(end.join([f"a{comma}b", f'1{comma}"x{comma}""y"""', f"2{comma}"]).encode())
    assert [row.cells for row in sheet.rows] == [("1", f'x{comma}"y"'), ("2", "")]


def test_what_was_written_is_read_back() -> None:
    rows = [["Pot, large", "=1+1", 5], ['Says "hi"\nand more', "@me", None]]
    content = b"".join(write_csv(["title", "note", "n"], rows))
    assert content.startswith(b"\xef\xbb\xbf")
    read = read_csv(content)
    assert [row.cells for row in read.rows] == [
        ("Pot, large", "'=1+1", "5"),
        ('Says "hi"\nand more', "'@me", ""),
    ]
    assert [row.number for row in read.rows] == [2, 3]


def test_an_open_quotation_mark_costs_one_line() -> None:
    sheet = read_csv(b'a,b\n1,2\n"3,4\n5,6\n7,8\n')
    assert [(row.number, row.damage) for row in sheet.rows] == [(2, ""), (3, "quotes"), (4, ""), (5, "")]


def test_damage_is_told_row_by_row() -> None:
    huge = "x" * (MAX_CELL + 1)
    text = f"a,b\n1,2,3\nz\0,1\n{huge},1\nok,1,,\n\n,\n"
    assert [row.damage for row in read_csv(text.encode()).rows] == ["too-many-cells", "nul", "huge-cell", ""]


def test_bytes_of_no_encoding_cost_their_rows_only() -> None:
    sheet = read_csv("a,b\n茶,1\n".encode() + b"\xff\xff\xfe,2\n" + b"ok,3\n")
    assert [row.damage for row in sheet.rows] == ["", "encoding", ""]


@pytest.mark.parametrize("content", [b"", b" \r\n \r\n", b"PK\x03\x04rest of a workbook"])
def test_what_is_no_table_is_refused(content: bytes) -> None:
    with pytest.raises(UnreadableSheet):
        read_csv(content)


def test_a_file_beyond_the_limit_is_refused() -> None:
    with pytest.raises(SheetTooLarge):
        read_csv(b"x" * (MAX_BYTES + 1))
