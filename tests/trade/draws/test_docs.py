"""The examples in the pages for merchants are true."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

from regulars.trade.draws.rules.plans import consequence
from regulars.trade.draws.rules.proof import verify
from regulars.trade.draws.tasks import BEFORE
from tests.house import ROOT

DOCS = ROOT / "docs" / "offers"


def block(page: str, language: str) -> str:
    """The page's first block of code in a language."""
    found = re.search(rf"```{language}\n(.*?)```", (DOCS / page).read_text(), re.DOTALL)
    assert found is not None
    return found[1]


def test_the_example_of_a_proof_holds_and_the_program_in_the_page_agrees(tmp_path: Path) -> None:
    raw = block("lottery.md", "json").encode()
    told = verify(raw)
    assert told.drawn
    assert told.entries == 3
    file, program = tmp_path / "proof.json", tmp_path / "check.py"
    file.write_bytes(raw)
    program.write_text(block("lottery.md", "python"))
    said = subprocess.run(
        [sys.executable, str(program), str(file)], capture_output=True, text=True, check=True, timeout=60
    )
    assert json.loads(said.stdout)[0] == told.winners[0][0]


def test_the_dates_of_the_trial_are_right() -> None:
    page = (DOCS / "trial.md").read_text()
    arrives = datetime(2027, 3, 3, tzinfo=UTC)
    due = arrives + timedelta(days=14)
    days = {"reminder": due - BEFORE, "report due": due, "without it": consequence(due, 90)}
    for row, day in days.items():
        line = next(line for line in page.splitlines() if line.startswith(f"| {row}"))
        assert f"{day.day} {day:%B}" in line
