"""Templates, styles and scripts of blocks, found in the blocks' own folders as `blocks/<kind>/<file>`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage

from regulars.discovery.storefront.queries.kinds import kinds

PREFIX = "blocks"
Source = tuple[str, str, Callable[[], bool]]


def template_source(name: str) -> Source | None:
    """The template `blocks/<kind>/<file>` with its place and whether it still is the same (for jinja2)."""
    found = _file(name, "template")
    if found is None:
        return None
    changed = found.stat().st_mtime
    return found.read_text(), str(found), lambda: found.stat().st_mtime == changed


def address(kind: str, file: str) -> str:
    """Name of a file of a block, as templates and static files are asked for."""
    return f"{PREFIX}/{kind}/{file}"


def _file(name: str, *parts: str) -> Path | None:
    prefix, _slash, rest = name.partition("/")
    kind, _slash, file = rest.partition("/")
    block = kinds().get(kind) if prefix == PREFIX else None
    if block is None or not file or file not in [getattr(block, part) for part in parts]:
        return None
    found = block.home / file
    return found if found.is_file() else None


class BlockFiles(BaseFinder):
    """Finds styles and scripts of blocks among the static files."""

    def check(self, **kwargs: Any) -> list[Any]:
        """Nothing can be set wrongly."""
        return []

    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> Any:
        """The file of that name, as finders answer."""
        found = _file(path, "style", "script")
        every = find_all or kwargs.get("all", False)
        if every:
            return [str(found)] if found else []
        return str(found) if found else []

    def list(self, ignore_patterns: Any) -> Iterator[tuple[str, FileSystemStorage]]:
        """Every style and script there is."""
        for block in kinds().values():
            storage = FileSystemStorage(location=block.home)
            storage.prefix = f"{PREFIX}/{block.kind}"  # type: ignore[attr-defined]
            yield from ((file, storage) for file in (block.style, block.script) if file)
