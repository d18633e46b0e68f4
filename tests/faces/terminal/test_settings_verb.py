"""`regulars settings` knows every setting the documentation names, and keeps secrets to itself."""

from __future__ import annotations

import json
import re
from pathlib import Path

from click.testing import CliRunner

from regulars.faces.terminal.verbs.running import settings_

UNSAID = {"XDG_DATA_HOME", "REGULARS_THREADS", "LOG_LEVEL"}


def test_every_documented_setting_is_printed() -> None:
    table = Path("docs/settings.md").read_text(encoding="utf-8")
    rows = [line.split("|")[1] for line in table.splitlines() if line.startswith("| `")]
    named = {name for row in rows for name in re.findall(r"`([A-Z][A-Z_]+)`", row)}
    printed = json.loads(CliRunner().invoke(settings_, ["--json"]).output)
    assert named - UNSAID == set(printed)
    assert {printed[name] for name in printed if "SECRET" in name or "PASSWORD" in name} <= {"set", "not set"}
