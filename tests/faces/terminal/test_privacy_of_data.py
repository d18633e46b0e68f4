"""What the market knows is readable by the account it runs under, and by nobody else on the machine."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from regulars.faces.terminal import backups
from regulars.wiring.home import home


def _mode(file: Path) -> int:
    return file.stat().st_mode & 0o777


def test_a_backup_is_for_its_owner_only(
    tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.REGULARS_HOME = tmp_path
    monkeypatch.setattr(backups.dumps, "dump", lambda target: target.write_text("rows"))
    (tmp_path / ".market.tgz.part").write_text("left behind by a crash")
    backups.make(tmp_path / "market.tgz")
    assert _mode(tmp_path / "market.tgz") == 0o600


def test_a_new_data_folder_is_for_its_owner_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REGULARS_HOME", str(tmp_path / "market"))
    assert _mode(home()) == 0o700
