"""The table of routes is whole."""

from __future__ import annotations

from tests.guarantees.routes import ALL_NAMES, PARTS, ROWS, USUAL


def test_every_route_has_a_row() -> None:
    assert sorted(set(PARTS) - ALL_NAMES) == []


def test_every_row_has_a_route() -> None:
    assert sorted(ALL_NAMES - set(PARTS)) == []


def test_every_part_of_an_address_is_known() -> None:
    unknown = {
        (name, part) for name, parts in PARTS.items() for part in parts if part not in USUAL | ROWS[name].ids
    }
    assert unknown == set()
