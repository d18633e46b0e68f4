"""The house's own rules that no other linter knows. `python -m tests.house` prints what breaks them."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
HOUSE = ROOT / "regulars"
NAMELESS = {"utils", "helpers", "services", "signals", "misc", "common"}
FREE = {"of", "across_stores", "create", "bulk_create", "get_queryset"}


def files() -> Iterator[Path]:
    """All Python files of the house but migrations."""
    return (file for file in sorted(HOUSE.rglob("*.py")) if "migrations" not in file.parts)


def apps() -> list[Path]:
    """The folder of every app: each package on a floor."""
    every = sorted(file.parent for file in HOUSE.glob("*/*/__init__.py"))
    return [folder for folder in every if folder.parent.name != "wiring"]


def store_owned() -> set[str]:
    """Names of models whose manager is StoreOwned, each with its app: `trade.orders.Order`."""
    return {
        f"{_app_of(file)}.{node.name}"
        for file in files()
        if "StoreOwned(" in (text := file.read_text())
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.ClassDef) and "StoreOwned(" in ast.unparse(node) and node.name != "StoreOwned"
    }


def breaches() -> list[str]:
    """Every breach as "file:line: what, and what to do"."""
    owned = store_owned()
    found: list[str] = []
    for file in files():
        text, where = file.read_text(), file.relative_to(ROOT)
        if file.stem in NAMELESS:
            found.append(f"{where}:1: `{file.stem}` says nothing; name the file after what it holds")
        # A parsed file is a thousand times its text: only those that hold the word in question.
        if ".objects" in text:
            found += [
                f"{where}:{line}: {said}" for line, said in _tenancy(ast.parse(text), owned, _app_of(file))
            ]
        if "today" in text or "utcnow" in text:
            found += [f"{where}:{line}: {said}" for line, said in _clock(ast.parse(text))]
        if file.name == "tasks.py":
            found += [f"{where}:{line}: {said}" for line, said in unstarted(ast.parse(text))]
    return found + _untidy_templates()


def _tenancy(tree: ast.AST, owned: set[str], app: str) -> Iterator[tuple[int, str]]:
    here = _models_by_name(tree)
    for node in ast.walk(tree):
        if not (isinstance(node, ast.Attribute) and isinstance(node.value, ast.Attribute)):
            continue
        manager, model = node.value, node.value.value
        if (
            manager.attr == "objects"
            and isinstance(model, ast.Name)
            and here.get(model.id, f"{app}.{model.id}") in owned
            and node.attr not in FREE
        ):
            yield node.lineno, f"{model.id} belongs to a store: start from {model.id}.objects.of(store)"


def _app_of(file: Path) -> str:
    return ".".join(file.relative_to(HOUSE).parts[:2])


def _models_by_name(tree: ast.AST) -> dict[str, str]:
    """What each imported name is called among all apps: two apps may use the same word."""
    return {
        name.asname or name.name: ".".join(node.module.split(".")[1:3]) + f".{name.name}"
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("regulars.")
        for name in node.names
    }


def _clock(tree: ast.AST) -> Iterator[tuple[int, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and ast.unparse(node.func) in {
            "date.today",
            "datetime.today",
            "datetime.utcnow",
        }:
            yield node.lineno, "ask the one clock: regulars.ground.kit.clock.now()"


def unstarted(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Tasks that look as if the clock started them, and that nothing starts."""
    for node in tree.body:
        if isinstance(node, ast.FunctionDef) and not (
            node.args.args or node.decorator_list or node.name.startswith("_")
        ):
            yield node.lineno, f"nobody starts {node.name}: say @clocked(every=…)"


def _untidy_templates() -> list[str]:
    style = re.compile(r"""\sstyle\s*=\s*["']|\son[a-z]+\s*=\s*["']|<script(?![^>]*\bsrc=)(?![^>]*nonce)""")
    found = []
    for file in sorted({*HOUSE.rglob("jinja2/**/*.html"), *HOUSE.rglob("blocks/*/block.html")}):
        if file.name == "mail.html" or "mail" in file.parts:
            continue
        for number, line in enumerate(file.read_text().splitlines(), 1):
            if style.search(line):
                found.append(
                    f"{file.relative_to(ROOT)}:{number}: inline style or script; the pages' policy blocks it"
                )
    return found


def main() -> int:
    """Print every breach; 1 when there is one."""
    found = breaches()
    print("\n".join(found) or "The house is in order.")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
