"""A lane of its own for every test: lake and models lie in a folder that goes with it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from shutil import copytree
from typing import Any

import pytest

from regulars.discovery.recommend.queries import arrivals
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


LEARNT: dict[str, Path] = {}


@pytest.fixture
def lane(db: Any, home: Path, monkeypatch: pytest.MonkeyPatch, tmp_path_factory: Any) -> Lane:
    """The lane after three days of visits, with a model of them in use: learnt once, then copied as its rows are."""
    # What is new is remembered by the model's version, which tests share.
    monkeypatch.setattr(arrivals, "_read", {})
    found = LANES.get()
    name = found.town.teapot.public_id
    if name in LEARNT:
        copytree(LEARNT[name], home, dirs_exist_ok=True)
        return found
    found.visited()
    found.learnt()
    journal.close_all()
    LEARNT[name] = copytree(home, tmp_path_factory.mktemp("lane") / "learnt")
    return found
