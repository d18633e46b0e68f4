"""A wheel holds what the program opens beside its own code."""

from __future__ import annotations

import tomllib
from fnmatch import fnmatch
from pathlib import Path

from tests.house import ROOT

SETUP = tomllib.loads((ROOT / "pyproject.toml").read_text())
MADE = {".mo"}
SOURCES = {".py", ".pyc", ".po"}


def beside_the_code() -> list[Path]:
    """Every file of the packages that is not code, and what compiling makes of translations."""
    files = [file for file in (ROOT / "regulars").rglob("*") if file.is_file()]
    compiled = [file.with_suffix(".mo") for file in files if file.suffix == ".po"]
    return [file for file in files if file.suffix not in SOURCES | MADE] + compiled


def package_of(file: Path) -> Path:
    """The nearest folder above that is a package."""
    return next(folder for folder in file.parents if (folder / "__init__.py").exists())


def test_every_file_beside_the_code_is_packed() -> None:
    patterns = SETUP["tool"]["setuptools"]["package-data"]["*"]
    left_out = [
        str(file.relative_to(ROOT))
        for file in beside_the_code()
        if not any(fnmatch(str(file.relative_to(package_of(file))), pattern) for pattern in patterns)
    ]
    assert left_out == []
    kinds = {file.suffix for file in beside_the_code()}
    assert {".html", ".css", ".js", ".mo", ".toml", ".tsv", ".txt", ".svg"} <= kinds


def test_the_command_is_installed_and_the_build_makes_what_git_does_not_hold() -> None:
    module, _, function = SETUP["project"]["scripts"]["regulars"].partition(":")
    assert (ROOT / f"{module.replace('.', '/')}.py").is_file()
    assert function == "main"
    backend = ROOT / SETUP["build-system"]["backend-path"][0] / f"{SETUP['build-system']['build-backend']}.py"
    assert "bin/translate" in backend.read_text()
