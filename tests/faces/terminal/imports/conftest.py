"""Imports in tests keep their files in a folder of their own."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest


@pytest.fixture(autouse=True)
def _own_home(settings: Any, tmp_path: Path) -> None:
    settings.REGULARS_HOME = tmp_path / "home"
    settings.LAKE_URL = f"file://{tmp_path}/home/lake"
