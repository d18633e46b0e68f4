"""A lane of its own for every test: lake and models lie in a folder that goes with it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from regulars.ground.lake import journal
from tests.discovery.recommend.lane import LANES, Lane


@pytest.fixture
def home(settings: Any, tmp_path: Path) -> Iterator[Path]:
    """An empty data folder."""
    settings.LAKE_URL = f"file://{tmp_path}/lake"
    settings.REGULARS_HOME = tmp_path
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }
    yield tmp_path
    journal.close_all()


@pytest.fixture
def lane(db: Any, home: Path) -> Lane:
    """The lane after three days of visits, with a model of them in use."""
    found = LANES.get()
    found.visited()
    found.learnt()
    return found
