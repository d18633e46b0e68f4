"""figures."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import click

from regulars.faces.terminal.say import as_json, give
from regulars.ground.kit import clock
from regulars.ground.lake.figures import described, moment, registry, told
from regulars.people.merchants.queries import any_store, market


class AsOf(click.ParamType[datetime]):
    """A day (its end, in the market's zone) or a moment."""

    name = "day"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        if isinstance(value, datetime):
            return value
        try:
            return moment(str(value), ZoneInfo(market().zone))
        except ValueError:
            self.fail(
                f"{value!r} is no day. Write it like 2026-03-31, or 2026-03-31T18:00+08:00.", param, ctx
            )


@click.command()
@click.argument("name", required=False)
@click.option("--store", help="The store, by address, id or name.")
@click.option("--as-of", "as_of", type=AsOf(), help="As it stood at the end of that day. Default: now.")
@click.option("--span", type=int, help="Over how many days, where a figure lets you choose.")
@as_json
def figures(
    name: str | None, store: str | None, as_of: datetime | None, span: int | None, json: bool
) -> None:
    """Say one figure of a store, or list all figures with their definitions.

    \b
    Examples:
      regulars figures
      regulars figures people.stages --store purple-clay-house --as-of 2026-03-31 --json
    """
    if name is None:
        give({each.name: described(each) | {"spans": list(each.spans)} for each in registry.values()}, json)
        return
    if name not in registry:
        raise click.UsageError(f"There is no figure `{name}`. `regulars figures` lists them.")
    if store is None:
        raise click.UsageError("Say of which store: --store NAME.")
    if span and span not in registry[name].spans:
        raise click.UsageError(
            f"`{name}` takes one of these as --span: {list(registry[name].spans) or 'none'}."
        )
    give(told(name, any_store(store), as_of or clock.now(), span), json)


verbs = [figures]
