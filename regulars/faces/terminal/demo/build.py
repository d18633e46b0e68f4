"""`regulars demo`: the town's world becomes a running market, through the same actions as everybody's."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from functools import partial
from itertools import takewhile
from typing import Any
from zoneinfo import ZoneInfo

from regulars.discovery.lists import actions as lists
from regulars.discovery.search import actions as search
from regulars.faces.terminal.demo import (
    asking,
    caring,
    clubs,
    journeys,
    laying_in,
    made_to_order,
    opening,
    presold,
    raffling,
    scarce,
    settling,
    studio,
    telling,
    waiting,
)
from regulars.faces.terminal.demo.events import Event
from regulars.faces.terminal.demo.habits import events
from regulars.faces.terminal.demo.tryouts import Has
from regulars.faces.terminal.demo.world import Town, make_town
from regulars.faces.terminal.say import Advance, progress
from regulars.ground.bus import shore
from regulars.ground.kit import clock
from regulars.ground.kit.actors import SYSTEM
from regulars.people.merchants import queries as stores

DAYS = 92
STEPS = 8


def is_empty() -> bool:
    """Whether nobody has opened a store yet."""
    return not stores.any_open_store()


def today() -> date:
    """The present day in the town's zone."""
    return clock.now().astimezone(ZoneInfo("Asia/Shanghai")).date()


def plan(*, seed: int, scale: float) -> dict[str, Any]:
    """What `build_town` would make, without making it."""
    town = make_town(seed, today=today())
    return {
        "stores": len(town.stores),
        "products": len(town.goods.products),
        "people": len(town.people),
        "days": DAYS,
        "scale": scale,
    }


def build_town(*, seed: int = 1, scale: float = 1.0, quiet: bool = False) -> dict[str, Any]:
    """Build the town into an empty market; returns counts.

    The same seed on the same day gives the same town, but for who goes without the coupons that are tried out, and for
    the places given by lot in the lists of its last days (and what was clicked there).
    """
    town = make_town(seed, today=today())
    with progress("Building the town", STEPS, quiet) as advance:
        return _build(town, scale, advance)


def _build(town: Town, scale: float, advance: Advance) -> dict[str, Any]:
    drawing = laying_in.Drawing(town)
    market = opening.open_market(town)
    laying_in.shelves(town, market)
    advance(1)
    laying_in.tried(town, market)
    told = telling.Teller(town, market)
    told.sort(_until_now(town, scale, partial(laying_in.has, town, market)))
    advance(1)
    laying_in.products(town, market)
    laying_in.offers(town, market)
    clubs.open_clubs(town, market)
    told.write()
    clubs.fill_clubs(town, market)
    studio.fill_studio(town, market)
    settling.settle(town)
    waiting.leave_waiting(market)
    caring.sell_care(market)
    presold.presell(town, market)
    asking.ask_around(town, market)
    raffling.raffle(town, market)
    made_to_order.make_to_order(town, market)
    journeys.send_on_journeys(town, market)
    scarce.open_drops(market)
    advance(3)
    laying_in.pictures(town, market, drawing.finished())
    advance(2)
    shore_and_search(told)
    advance(1)
    return {
        "seed": town.seed, "stores": len(market.stores), "products": len(market.products),
        "people": len(market.people), **told.counts(),
    }  # fmt: skip


def _until_now(town: Town, scale: float, has: Has) -> Iterator[Event]:
    """Three months (a forecast asks for ninety whole days) and the hours of today that are over."""
    now = clock.now()
    told = events(town, town.today - timedelta(days=DAYS), DAYS + 1, scale=scale, has=has)
    return takewhile(lambda event: event.at <= now, told)


def shore_and_search(told: telling.Teller) -> None:
    """Let the worker's first round happen now, so that the town is whole when its doors open.

    Where people walked is told in the middle of it: the search must find goods, and the first model reads the facts.
    """
    lists.renew_lists(by=SYSTEM)
    search.rebuild()
    while shore.to_lake():
        pass
    told.walked()
    search.keep_asked(by=SYSTEM)
    shore.compact_lake()
