"""How verbs speak: data on stdout, messages on stderr, progress only to people."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import click
import orjson
from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)

as_json = click.option("--json", "json", is_flag=True, help="Print one JSON object on stdout.")
dry_run = click.option("-n", "--dry-run", is_flag=True, help="Show what would change and change nothing.")
force = click.option("--force", is_flag=True, help="Do not ask.")
console = Console(stderr=True)
Advance = Callable[[int], None]


def tell(message: str) -> None:
    """A message for the person, on stderr."""
    click.echo(message, err=True)


def give(data: dict[str, Any], json: bool) -> None:
    """The result: JSON for machines, `name: value` lines for people."""
    if json:
        click.echo(orjson.dumps(data, default=str).decode())
        return
    for key, value in data.items():
        click.echo(f"{key}: {value}")


@contextmanager
def progress(label: str, total: int | None, quiet: bool = False) -> Iterator[Advance]:
    """A bar with rate and time left, on a terminal only; yields `advance(steps)`."""
    if quiet or not sys.stderr.isatty():
        yield lambda steps: None
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, TimeRemainingColumn(), console=console) as bar:
        task = bar.add_task(label, total=total)
        yield lambda steps: bar.advance(task, steps)
