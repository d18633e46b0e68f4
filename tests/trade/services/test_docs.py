"""The example of docs/offers/service-plan.md holds."""

from __future__ import annotations

import re
from pathlib import Path

PAGE = Path(__file__).parents[3] / "docs" / "offers" / "service-plan.md"


def test_the_example_of_the_page_holds() -> None:
    found = re.findall(r"```python\n(.*?)```", PAGE.read_text(), re.DOTALL)
    assert len(found) == 1
    exec(compile(found[0], str(PAGE), "exec"), {})
