"""A lake of its own for every test."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from regulars.discovery.decisions.actions import flush
from regulars.ground.lake import journal


@pytest.fixture(autouse=True)
def where(tmp_path: Path, settings: Any) -> Iterator[Path]:
    """Return the folder of an empty lake."""
    flush()
    settings.LAKE_URL = (tmp_path / "lake").as_uri()
    yield tmp_path / "lake"
    flush()
    journal.close_all()
