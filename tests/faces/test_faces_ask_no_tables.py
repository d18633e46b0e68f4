"""Faces for shoppers and operators ask questions; they build none."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from tests.house import HOUSE

BUILDING = {"annotate", "exclude", "order_by", "select_related", "prefetch_related", "values_list", "objects"}
FILES = [
    file
    for face in ("shopper", "operator", "look")
    for file in sorted((HOUSE / "faces" / face).rglob("*.py"))
]


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(Path(file).relative_to(HOUSE)))
def test_no_question_is_built_in_a_face(file: Path) -> None:
    tree = ast.parse(file.read_text())
    imported = [node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    assert [name for name in imported if (name or "").startswith("django.db.models")] == []
    built = [node for node in ast.walk(tree) if isinstance(node, ast.Attribute) and node.attr in BUILDING]
    assert [f"{node.lineno}: {ast.unparse(node)}" for node in built] == []
    nameless = [
        node.lineno
        for node in tree.body
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Name) and node.value.id == "Any"
    ]
    assert nameless == [], "give rows the type that their question gives them"
