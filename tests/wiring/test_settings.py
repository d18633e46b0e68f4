"""Settings: each is read in one place, documented, and used."""

from __future__ import annotations

import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from django.core import signing

from tests.house import ROOT

READ = re.compile(r"""environ(?:\.get\(|\[)["'](?P<name>[A-Z_]+)["']""")
DOCUMENTED = re.compile(r"`([A-Z][A-Z_]+)`")
NOT_OURS = {"DJANGO_SETTINGS_MODULE"}


def sources() -> list[Path]:
    """All modules of the program."""
    return [file for file in (ROOT / "regulars").rglob("*.py") if "migrations" not in file.parts]


def test_every_variable_is_documented_and_every_documented_one_is_read() -> None:
    read = {found["name"] for file in sources() for found in READ.finditer(file.read_text())} - NOT_OURS
    tables = [
        line for line in (ROOT / "docs" / "settings.md").read_text().splitlines() if line.startswith("| `")
    ]
    documented = {name for line in tables for name in DOCUMENTED.findall(line.split("|")[1])}
    assert read == documented


@pytest.mark.parametrize("name", ["REGULARS_DEMO", "REGULARS_BEHIND_PROXY", "SECRET_KEY_FALLBACKS"])
def test_it_is_read_in_one_place(name: str) -> None:
    where = Counter(
        str(file.relative_to(ROOT))
        for file in sources()
        for found in READ.finditer(file.read_text())
        if found["name"] == name
    )
    assert where == {"regulars/wiring/settings.py": 1}


def test_an_earlier_secret_still_opens_what_it_signed(settings: object) -> None:
    signed = signing.dumps("alice", key="the old key", salt="tests")
    told = subprocess.run(
        [sys.executable, "-c",
         "from django.conf import settings; from django.core import signing;"
         f"print(settings.SECRET_KEY_FALLBACKS, signing.loads({signed!r}, salt='tests'))"],
        env={"PATH": "", "DJANGO_SETTINGS_MODULE": "regulars.wiring.settings", "SECRET_KEY": "the new key",
             "SECRET_KEY_FALLBACKS": "the old key,an older one", "REGULARS_HOME": str(settings.REGULARS_HOME)},  # type: ignore[attr-defined]
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert told.stdout.strip() == "['the old key', 'an older one'] alice", told.stderr
