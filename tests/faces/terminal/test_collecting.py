"""Static files are copied anew when one of them changed, in a face or in a block."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from regulars.discovery.storefront.queries.kinds import kinds
from regulars.faces.terminal.verbs import running


def test_a_block_that_changed_its_style_is_collected_again(
    tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.STATIC_ROOT = tmp_path
    collected: list[str] = []
    monkeypatch.setattr(running, "call_command", lambda name, **more: collected.append(name))
    newest = max(file.stat().st_mtime for file in running._sources() if file.is_file())
    running.collect()
    os.utime(tmp_path / ".collected", (newest + 1, newest + 1))
    running.collect()
    assert collected == ["collectstatic"]
    hero = kinds()["hero"]
    assert hero.home / hero.style in set(running._sources())
    os.utime(tmp_path / ".collected", (newest - 1, newest - 1))
    running.collect()
    assert collected == ["collectstatic"] * 2
