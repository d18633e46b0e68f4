"""A wheel holds what the program opens beside its own code."""

from __future__ import annotations

import runpy
import sys
import tomllib
from pathlib import Path
from unittest.mock import MagicMock

import pytest

from tests.house import ROOT

SETUP = tomllib.loads((ROOT / "pyproject.toml").read_text())
CODE = {".py", ".pyc", ".po", ".mo"}


def test_every_file_beside_the_code_is_packed() -> None:
    patterns = SETUP["tool"]["setuptools"]["package-data"]["*"]
    packages = [file.parent for file in (ROOT / "regulars").rglob("__init__.py")]
    packed = {file for package in packages for pattern in patterns for file in package.glob(pattern)}
    beside = {file for file in (ROOT / "regulars").rglob("*") if file.is_file() and file.suffix not in CODE}
    assert sorted(beside - packed) == []
    assert {".html", ".css", ".js", ".toml", ".tsv", ".txt", ".svg"} <= {file.suffix for file in beside}
    assert "locale/**/*.mo" in patterns


def test_the_command_is_installed_and_the_build_makes_what_git_does_not_hold() -> None:
    module, _, function = SETUP["project"]["scripts"]["regulars"].partition(":")
    assert (ROOT / f"{module.replace('.', '/')}.py").is_file()
    assert function == "main"
    backend = ROOT / SETUP["build-system"]["backend-path"][0] / f"{SETUP['build-system']['build-backend']}.py"
    assert "bin/translate" in backend.read_text()


def test_tests_that_stand_beside_the_code_are_not_packed(monkeypatch: pytest.MonkeyPatch) -> None:
    class BuildPy:
        """As setuptools finds modules; setuptools itself is there only while a wheel is built."""

        def find_package_modules(self, package: str, folder: str) -> list[tuple[str, str, str]]:
            return [(package, file.stem, str(file)) for file in sorted(Path(folder).glob("*.py"))]

    fake = MagicMock()
    fake.command.build_py.build_py = BuildPy
    for name in ("", ".build_meta", ".command", ".command.build_py"):
        part = fake
        for step in name.split(".")[1:]:
            part = getattr(part, step)
        monkeypatch.setitem(sys.modules, f"setuptools{name}", part)
    runpy.run_path(str(ROOT / "bin" / "wheels.py"))
    package = "regulars.discovery.storefront.blocks.hero"
    folder = ROOT / package.replace(".", "/")
    assert (folder / "test_block.py").is_file()
    found = BuildPy().find_package_modules(package, str(folder))
    assert [name for _package, name, _file in found] == ["__init__"]
