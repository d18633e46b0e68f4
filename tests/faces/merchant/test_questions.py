"""Faces ask questions and call actions; they keep no tables, put no queries together and change nothing."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from regulars import faces
from regulars.faces.merchant.shop.acts import WORDS

FACES = Path(faces.__file__ or "").parent
ROOT = FACES.parent
# What begins or narrows a query; a face that needs one of them asks for another question below.
QUERYING = {
    "objects", "select_related", "prefetch_related", "values_list", "annotate", "aggregate", "order_by",
    "exclude", "get_or_create", "bulk_create", "iterator",
}  # fmt: skip


def _trees(folder: Path, having: str = "") -> Iterator[tuple[Path, ast.AST]]:
    for file in sorted(folder.rglob("*.py")):
        if having in (text := file.read_text()):
            yield file, ast.parse(text)


@pytest.mark.parametrize("face", ["merchant", "terminal"])
def test_a_face_puts_no_query_together(face: str) -> None:
    found, seen = [], 0
    for file, tree in _trees(FACES / face):
        seen += 1
        for node in ast.walk(tree):
            if isinstance(node, ast.Attribute) and node.attr in QUERYING:
                found.append(f"{file.relative_to(ROOT)}:{node.lineno}: .{node.attr}")
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("django.db"):
                found.append(f"{file.relative_to(ROOT)}:{node.lineno}: {node.module}")
            if isinstance(node, ast.FunctionDef) and any(map(_is_action, node.decorator_list)):
                found.append(f"{file.relative_to(ROOT)}:{node.lineno}: an action")
    assert seen > 20
    assert found == []


def _is_action(decorator: ast.expr) -> bool:
    return isinstance(decorator, ast.Call) and ast.unparse(decorator.func) == "action"


def _recorded_acts_of_stores() -> set[str]:
    """Names of all actions that leave an entry in a store's trail: they name a store and are on record."""
    names: set[str] = set()
    for _file, tree in _trees(ROOT, "@action("):
        for node in ast.walk(tree):
            if not isinstance(node, ast.FunctionDef) or "store" not in {
                arg.arg for arg in node.args.kwonlyargs
            }:
                continue
            for call in node.decorator_list:
                if isinstance(call, ast.Call) and _is_action(call):
                    quiet = any(word.arg == "audit" for word in call.keywords)
                    if isinstance(call.args[0], ast.Constant) and not quiet:
                        names.add(str(call.args[0].value))
    return names


def test_everything_in_a_stores_trail_has_words() -> None:
    names = _recorded_acts_of_stores()
    assert len(names) > 40
    assert sorted(names - WORDS.keys()) == []
