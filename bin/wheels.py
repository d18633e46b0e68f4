"""The build back end: setuptools, after the files that a wheel carries and git does not hold were made."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

from setuptools import build_meta
from setuptools.build_meta import (  # noqa: F401  (what a front end asks a back end for)
    get_requires_for_build_editable,
    get_requires_for_build_sdist,
    get_requires_for_build_wheel,
    prepare_metadata_for_build_editable,
    prepare_metadata_for_build_wheel,
)
from setuptools.command.build_py import build_py

ROOT = Path(__file__).resolve().parents[1]
_modules = build_py.find_package_modules


def _without_tests(self: build_py, package: str, folder: str) -> list[tuple[str, str, str]]:
    """Tests that stand beside what they test stay in the checkout."""
    return [found for found in _modules(self, package, folder) if not found[1].startswith("test_")]


build_py.find_package_modules = _without_tests  # type: ignore[method-assign]


def build_wheel(*args: Any, **kwargs: Any) -> str:
    """A wheel with compiled translations, styles and scripts."""
    _make()
    return build_meta.build_wheel(*args, **kwargs)


def build_editable(*args: Any, **kwargs: Any) -> str:
    """An installation that follows the checkout."""
    _make()
    return build_meta.build_editable(*args, **kwargs)


def build_sdist(*args: Any, **kwargs: Any) -> str:
    """The sources with what a wheel is built from."""
    return build_meta.build_sdist(*args, **kwargs)


def _make() -> None:
    for command in (["bin/translate", "--compile"], ["-m", "regulars.faces.look.build"]):
        subprocess.run([sys.executable, *command], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
