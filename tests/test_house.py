"""The house is what its plan says."""

from __future__ import annotations

import ast
import re
import subprocess
import sys

from tests.house import ROOT, apps, breaches, store_owned, unstarted


def test_no_rule_of_the_house_is_broken() -> None:
    assert breaches() == []


def test_the_linter_knows_the_store_owned_tables() -> None:
    assert {"goods.catalog.Product", "trade.orders.Order", "loyalty.customers.Relation"} <= store_owned()


def test_the_linter_sees_a_task_that_nothing_starts() -> None:
    tasks = """
@clocked(every=DAY)
def sweep(): ...
def forgotten(): ...
def for_one(person): ...
def _inner(): ...
"""
    assert [line for line, _ in unstarted(ast.parse(tasks))] == [4]


def test_every_app_has_one_line_in_the_plan() -> None:
    plan = (ROOT / "docs" / "house.md").read_text()
    listed = set(re.findall(r"^\| `([\w.]+)` \|", plan, re.MULTILINE))
    existing = {".".join(app.relative_to(ROOT / "regulars").parts) for app in apps()}
    assert listed == existing


def test_no_app_is_empty() -> None:
    for app in apps():
        code = [file for file in app.rglob("*.py") if file.name not in {"apps.py", "__init__.py"}]
        assert code, f"{app} holds nothing"


def test_every_text_has_a_chinese_version() -> None:
    result = subprocess.run(
        [sys.executable, "bin/translate", "--check"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert result.returncode == 0, result.stdout + result.stderr


def test_every_environment_setting_is_documented() -> None:
    names = set()
    for file in (ROOT / "regulars").rglob("*.py"):
        names |= set(
            re.findall(r"""environ(?:\.get|\.setdefault)?[\[(]\s*["']([A-Z_]+)["']""", file.read_text())
        )
    documented = (ROOT / "docs" / "settings.md").read_text()
    assert [name for name in sorted(names) if f"`{name}`" not in documented] == ["DJANGO_SETTINGS_MODULE"]


def test_no_registry_address_stands_in_a_lock_file() -> None:
    for lock in ROOT.glob("requirements*.lock"):
        assert "://" not in lock.read_text()
