"""A newcomer's first verb works whichever it is: what needs a database makes one."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest


@pytest.mark.nightly
def test_any_verb_prepares_a_new_home(tmp_path: Path) -> None:
    home = {**os.environ, "REGULARS_HOME": str(tmp_path / "home")}
    home.pop("DATABASE_URL", None)
    line = [sys.executable, "-m", "regulars.faces.terminal", "check-books", "--json"]
    ended = subprocess.run(line, env=home, capture_output=True, text=True, timeout=120)
    assert ended.returncode == 0, ended.stderr
    assert json.loads(ended.stdout)["entries"] == 0
