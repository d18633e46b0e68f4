"""The page about membership: its example is true, and it names what there is."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path

PAGE = Path(__file__).resolve().parents[3] / "docs" / "membership.md"


def test_the_example_of_the_page_is_true() -> None:
    (example,) = re.findall(r"```python\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    exec(compile(example, str(PAGE), "exec"), {"now": datetime(2026, 5, 1, tzinfo=UTC)})
