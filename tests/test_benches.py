"""Every benchmark the list names can be run by that name."""

import ast
from pathlib import Path

import pytest

from bench.__main__ import BENCHES

FOLDER = Path(__file__).resolve().parents[1] / "bench"


@pytest.mark.parametrize("name", sorted(BENCHES))
def test_a_listed_bench_has_a_way_in(name: str) -> None:
    module = name.replace("-", "_")
    file = next(path for path in (FOLDER / f"{module}.py", FOLDER / module / "__init__.py") if path.exists())
    defined = {node.name for node in ast.parse(file.read_text()).body if isinstance(node, ast.FunctionDef)}
    assert "main" in defined
