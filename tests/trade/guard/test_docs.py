"""The examples in the pages for merchants are true."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

PAGES = Path(__file__).resolve().parents[3] / "docs" / "offers"


@pytest.mark.parametrize("page", ["margin-guard.md", "codes.md"])
def test_the_example_runs(page: str) -> None:
    (example,) = re.findall(r"```python\n(.*?)```", (PAGES / page).read_text(), re.DOTALL)
    exec(compile(example, page, "exec"), {})
