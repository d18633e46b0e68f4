"""A wheel holds what the program opens beside its own code."""

from __future__ import annotations

import tomllib

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
