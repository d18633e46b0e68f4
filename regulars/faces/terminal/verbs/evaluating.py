"""evaluate."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import click

from regulars.discovery.decisions import queries
from regulars.discovery.decisions.queries import Evaluated
from regulars.faces.terminal.say import as_json, give, progress
from regulars.faces.terminal.verbs.numbers import AsOf
from regulars.ground.kit.money import precision

STEPS = 3


@click.command()
@click.argument("policy")
@click.option("--weights", default="", help="With `current`: other weights of the score's parts.")
@click.option("--since", type=AsOf(), help="Decisions after that day. Default: 30 days before --until.")
@click.option("--until", type=AsOf(), help="Decisions up to the end of that day. Default: --days ago.")
@click.option("--spot", default="", help="Only lists at this spot, such as home.for-you.")
@click.option("--days", default=7, show_default=True, help="How long after a click a purchase counts.")
@click.option("--most", default=50_000, show_default=True, help="How many decisions to read, the newest.")
@as_json
def evaluate(
    policy: str,
    weights: str,
    since: datetime | None,
    until: datetime | None,
    spot: str,
    days: int,
    most: int,
    json: bool,
) -> None:
    """Say what another way of choosing would have brought, from the log of decisions.

    POLICY is `current`, `popular`, `newest`, `random`, `model:VERSION` or `rulebook:VERSION`. Numbers are per 1,000
    lists shown, with their 95 % interval. Where the log cannot tell, it says so and ends with 1.

    \b
    Examples:
      regulars evaluate popular --spot home.for-you
      regulars evaluate current --weights taste=2,popularity=0.5 --json
    """
    with progress("Evaluating", STEPS, json) as advance:
        found = queries.evaluate(
            policy,
            weights=weights,
            since=since,
            until=until,
            spot=spot,
            days=days,
            most=most,
            told=lambda _step: advance(1),
        )
    give(told(found), True) if json else click.echo(_lines(found))


def told(found: Evaluated) -> dict[str, Any]:
    """Everything that was found, as plain values per 1,000 decisions; money in minor units."""
    return {
        "policy": found.policy,
        "since": found.since.isoformat(),
        "until": found.until.isoformat(),
        "spot": found.spot or None,
        "decisions": found.support.decisions,
        "readers": found.support.readers,
        "effective": round(found.support.effective, 1),
        "covered": round(found.support.covered, 4),
        "currency": found.currency,
        "per": 1000,
        "measures": {
            name: {
                "logged": _ends(one.logged),
                "gain": _ends(one.gain),
                **{key: _ends(estimate) for key, estimate in one.estimates.items()},
            }
            for name, one in found.measures.items()
        },
    }


def _ends(one: Any) -> dict[str, float]:
    return {
        "value": round(1000 * one.value, 3),
        "low": round(1000 * one.low, 3),
        "high": round(1000 * one.high, 3),
    }


def _lines(found: Evaluated) -> str:
    held = found.support
    lines = [
        f"{found.policy}, {found.since:%Y-%m-%d} to {found.until:%Y-%m-%d}, {found.spot or 'every spot'}",
        f"{held.decisions} decisions of {held.readers} readers, worth {held.effective:.0f} of its own;"
        f" {100 * held.covered:.0f} % of what it would show was seen",
        "",
        f"{'per 1,000 lists':<18}{'now':>14}{'would be':>14}   95 % interval",
    ]
    for name, one in found.measures.items():
        money = name == "money"
        scale = 1000 / 10 ** precision(found.currency) if money else 1000
        best = one.estimates["dr"]
        now, value, low, high = (
            scale * number for number in (one.logged.value, best.value, best.low, best.high)
        )
        label = f"money ({found.currency})" if money else name
        lines.append(f"{label:<18}{now:>14.2f}{value:>14.2f}   {low:.2f} to {high:.2f}")
    return "\n".join(lines)


verbs = [evaluate]
