"""figures."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import click

from regulars.faces.terminal.say import as_json, give
from regulars.ground.kit import clock
from regulars.ground.lake.figures import Answer, Figure, ask, registry
from regulars.people.merchants.queries import any_store, market


class AsOf(click.ParamType[datetime]):
    """A day (its end, in the market's zone) or a moment."""

    name = "day"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        if isinstance(value, datetime):
            return value
        try:
            moment = datetime.fromisoformat(str(value))
        except ValueError:
            self.fail(
                f"{value!r} is no day. Write it like 2026-03-31, or 2026-03-31T18:00+08:00.", param, ctx
            )
        zone = ZoneInfo(market().zone)
        if "T" not in str(value) and " " not in str(value):
            return clock.midnight(moment.date() + timedelta(days=1), zone)
        return (moment if moment.tzinfo else moment.replace(tzinfo=zone)).astimezone(UTC)


@click.command()
@click.argument("name", required=False)
@click.option("--store", help="The store, by address, id or name.")
@click.option("--as-of", "as_of", type=AsOf(), help="As it stood at the end of that day. Default: now.")
@as_json
def figures(name: str | None, store: str | None, as_of: datetime | None, json: bool) -> None:
    """Say one figure of a store, or list all figures with their definitions.

    \b
    Examples:
      regulars figures
      regulars figures people.stages --store purple-clay-house --as-of 2026-03-31 --json
    """
    if name is None:
        give({each.name: _told(each) for each in registry.values()}, json)
        return
    if name not in registry:
        raise click.UsageError(f"There is no figure `{name}`. `regulars figures` lists them.")
    if store is None:
        raise click.UsageError("Say of which store: --store NAME.")
    row = any_store(store)
    moment = as_of or clock.now()
    found = ask(name, row, moment)
    give(said(registry[name], row.public_id, row.currency, moment, found), json)


def said(figure: Figure, store: str, currency: str, as_of: datetime, found: Answer) -> dict[str, Any]:
    """A figure with everything needed to read it, as plain values."""
    return {
        "figure": figure.name,
        "definition": str(figure.definition),
        "unit": figure.unit,
        "owner": figure.owner,
        "store": store,
        "currency": currency if figure.unit == "minor" else None,
        "as_of": as_of.isoformat(),
        "windows": dict(found.windows),
        "value": found.value,
        "points": [
            {"keys": list(point.keys), "value": point.value, "among": point.among, "people": point.people}
            for point in found.points
        ],
    }


def _told(figure: Figure) -> Any:
    return {"unit": figure.unit, "owner": figure.owner, "definition": str(figure.definition)}


verbs = [figures]
