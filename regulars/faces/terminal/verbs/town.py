"""demo."""

from __future__ import annotations

import click

from regulars.faces.terminal.say import as_json, dry_run, give, tell


@click.command()
@click.option("--seed", default=1, show_default=True, help="The same seed gives the same town.")
@click.option("--scale", default=1.0, show_default=True, help="How busy the town has been.")
@dry_run
@as_json
def demo(seed: int, scale: float, dry_run: bool, json: bool) -> None:
    """Fill an empty market with the demo town."""
    from regulars.faces.terminal.demo.build import build_town, is_empty, plan

    if dry_run:
        give(plan(seed=seed, scale=scale), json)
        return
    if not is_empty():
        raise click.ClickException(
            "This market is not empty. Set REGULARS_HOME to a new folder for a demo town."
        )
    counts = build_town(seed=seed, scale=scale, quiet=json)
    give(counts, json)
    if not json:
        tell("Next: regulars serve")


verbs = [demo]
