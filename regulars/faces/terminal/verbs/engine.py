"""train, models."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click
from msgspec.structs import asdict
from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeElapsedColumn, TimeRemainingColumn

from regulars.discovery.recommend.actions import Trained, adopt_ranker, go_back, use_model
from regulars.discovery.recommend.actions import train as learn
from regulars.discovery.recommend.queries.place import card_of, in_use, versions
from regulars.discovery.recommend.rules.card import Broken
from regulars.faces.terminal import trained
from regulars.faces.terminal.say import as_json, console, dry_run, give, tell
from regulars.ground.kit.actors import SYSTEM


class _Bars:
    """A bar for each part of a training, on a terminal only."""

    def __init__(self, quiet: bool) -> None:
        columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn(), TimeRemainingColumn())
        self._progress = Progress(*columns, console=console, disable=quiet or not console.is_terminal)
        self._tasks: dict[str, TaskID] = {}

    def __enter__(self) -> _Bars:
        self._progress.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._progress.stop()

    def __call__(self, part: str, done: int, every: int) -> None:
        """Show how far a part is."""
        if part not in self._tasks:
            self._tasks[part] = self._progress.add_task(part, total=every)
        self._progress.update(self._tasks[part], completed=done, total=every)


@click.command()
@dry_run
@as_json
def train(dry_run: bool, json: bool) -> None:
    """Learn from the lake what people like, and put the new model into use.

    \b
    Examples:
      regulars train
      regulars train --dry-run --json     learn and measure, change nothing
    """
    with _Bars(quiet=json) as bars:
        made = learn(by=SYSTEM, dry_run=dry_run, telling=bars, named="regulars train")
    give(_said(made, dry_run), True) if json else click.echo(trained.lines(made, dry_run))


def _said(made: Trained, dry_run: bool) -> dict[str, Any]:
    card = asdict(made.card)
    names = ("version", "since", "until", "counts", "figures", "seconds")
    return {name: card[name] for name in names} | {
        "people": made.people,
        "removed": made.removed,
        "in_use": not dry_run,
    }


@click.group()
def models() -> None:
    """The models that choose what people see: list them, use one, go back."""


@models.command("list")
@as_json
def list_(json: bool) -> None:
    """Show the models on disk, the latest first, and which one is in use."""
    used = in_use()[:1]
    found = {version: _card(version) | {"in_use": [version] == used} for version in versions()}
    if json:
        give(found, True)
        return
    for version, card in found.items():
        click.echo(_line(version, card))


def _card(version: str) -> dict[str, Any]:
    try:
        card = card_of(version)
    except Broken as fault:
        return {"broken": str(fault)}
    return {"until": card.until, "counts": card.counts, "figures": card.figures}


def _line(version: str, card: dict[str, Any]) -> str:
    """A model on one line: from which day, from how much, how good, and whether it chooses now."""
    if "broken" in card:
        return f"{version}  broken: {card['broken']}"
    counts = ", ".join(f"{name} {value:,}" for name, value in card["counts"].items())
    figures = ", ".join(f"{name} {value:g}" for name, value in card["figures"].items())
    used = "  in use" if card["in_use"] else ""
    return f"{version}{used}\n  learnt until {card['until'][:16]}: {counts}\n  {figures}"


@models.command()
@click.argument("version")
def use(version: str) -> None:
    """Put a model into use; every process takes it at its next choice."""
    tell(f"In use: {use_model(by=SYSTEM, version=version)}")


@models.command("rank-with")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@dry_run
@as_json
def rank_with(file: Path, dry_run: bool, json: bool) -> None:
    """Let a ranker that was trained elsewhere (ONNX or LightGBM text) put the proposals in order.

    It becomes a model of its own beside the one in use, measured on the same visits, and is put into use by
    `regulars models use`, or tried on some readers in an experiment.

    \b
    Examples:
      regulars models rank-with ranker.onnx --dry-run    measure only
      regulars models rank-with ranker.onnx
    """
    with _Bars(quiet=json) as bars:
        card, before = adopt_ranker(by=SYSTEM, file=file, dry_run=dry_run, telling=bars)
    if json:
        give(
            {"version": card.version, "figures": card.figures, "before": before, "written": not dry_run}, True
        )
    else:
        click.echo(trained.adopted(card, before, dry_run))


@models.command()
def back() -> None:
    """Put the model before this one into use again."""
    tell(f"In use: {go_back(by=SYSTEM)}")


verbs = [train, models]
