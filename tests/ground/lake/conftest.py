"""A lake of its own for every test."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from regulars.ground.lake import journal


@pytest.fixture
def where(tmp_path: Path) -> Iterator[Path]:
    """Return the folder of an empty lake."""
    yield tmp_path / "lake"
    journal.close_all()
